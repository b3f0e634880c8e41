"""The type of the import function makes another one

Technique: type(__import__)(...), __new__, __init__, subclassing
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    kind = type(__import__)
    made = None
    for make in (
        lambda: kind.__new__(kind),
        lambda: kind(),
        lambda: type("X", (kind,), {})(),
        lambda: object.__new__(kind),
        lambda: kind.__call__(__import__, "posix"),
    ):
        try:
            made = make()
            break
        except TypeError as error:
            failure = error
    if made is None:
        raise failure
    loot = made.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
