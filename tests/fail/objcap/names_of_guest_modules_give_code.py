"""The names that objcap's own guest modules use are imported

Technique: _objcap_guest, _objcap_refuse, _objcap_lent, _importer
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import sys

    try:
        import _objcap_guest as module
    except ImportError:
        import _imp as module

        module.collect = module.get_frozen_object
    names = [name for name in dir(module) if not name.startswith("__")]
    found = []
    for name in names:
        for arguments in (
            (),
            ("os",),
            ("/etc/passwd",),
            ("../../etc/passwd",),
            (0,),
            (sys,),
            ("os", None),
            ("os", "/etc/passwd"),
        ):
            try:
                value = getattr(module, name)(*arguments)
            except BaseException as error:
                failure = error
            else:
                if (
                    "root:" in str(value)
                    or type(value).__name__ == "code"
                    and hasattr(value.replace(co_name="x"), "co_code")
                ):
                    found.append((name, value))
    if not found:
        raise LookupError(f"nothing: {type(failure).__name__}")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
