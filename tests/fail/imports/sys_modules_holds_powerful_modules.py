"""The module table holds modules that were not imported by the guest

Technique: every value of sys.modules, and one level below those that are dicts (the .hidden of 2007)
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: LookupError
"""

try:
    import sys

    candidates = list(sys.modules.values())
    candidates += [below for value in candidates if isinstance(value, dict) for below in value.values()]
    for module in candidates:
        try:
            loot = vars(module)["listdir"]("/")
            break
        except (KeyError, TypeError, PermissionError):
            continue
    else:
        raise LookupError("no module of the table lists a folder")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
