"""The power to make code, kept aside for the host

Technique: objcap.code_new, after the lockdown
Versions: 3.11 3.12 3.13
Origin: 2007: objcap.code_new
Expected: ImportError or AttributeError or PermissionError or LockdownError
Needs: objcap
"""

try:
    import objcap

    code = (lambda: 1).__code__
    loot = objcap.code_new(
        0,
        0,
        0,
        0,
        1,
        code.co_flags,
        bytes(code.co_code),
        (None, "made"),
        (),
        (),
        "made",
        "made",
        "made",
        1,
        code.co_linetable,
        code.co_exceptiontable,
    ).co_name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
