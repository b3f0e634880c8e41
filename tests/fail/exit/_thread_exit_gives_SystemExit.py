"""_thread.exit raises the real SystemExit

Technique: the type of the exception that _thread.exit raises
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import _thread

    try:
        _thread.exit()
    except BaseException as error:
        if type(error).__name__ != "SystemExit":
            raise
        if type(error).__flags__ & 1 << 9:
            raise LookupError("a class made by a class statement") from None
        loot = type(error)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
