"""_imp writes into a code object

Technique: _imp._fix_co_filename on the code of a host function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import _imp

    code = host_function.__code__
    _imp._fix_co_filename(code, "/etc/passwd")
    loot = code.co_filename
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
