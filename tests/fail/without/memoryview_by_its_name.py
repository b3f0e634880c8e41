"""A memoryview is made by its constructors

Technique: the name, __new__ and the type of an instance that C code made
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Options: --without memoryview
"""

try:
    import io

    failure = None
    for make in (
        lambda: memoryview(b"x"),
        lambda: memoryview.__new__(memoryview, b"x"),
        lambda: type(io.BytesIO(b"x").getbuffer())(b"x"),
        lambda: next(map(memoryview, [b"x"])),
        lambda: object.__new__(memoryview),
    ):
        try:
            loot = make()[0]
            break
        except TypeError as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
