"""The builtins of the interpreter come back by their dict

Technique: builtins.__dict__ of a function, a frame and the module compared and restored
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Command: PermissionError
"""

try:
    import builtins
    import sys

    names = sys._getframe().f_builtins
    exec("", names2 := {})
    loot = (names.get("open") or names2["__builtins__"].get("open") or vars(builtins)["open"])(
        "/etc/passwd"
    ).read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
