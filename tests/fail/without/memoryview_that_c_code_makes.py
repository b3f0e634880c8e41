"""A memoryview that C code made is used

Technique: BytesIO.getbuffer, then every way to its bytes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Options: --without memoryview
"""

try:
    import io
    import operator

    failure = None
    view = io.BytesIO(b"x").getbuffer()
    for use in (
        lambda: view[0],
        lambda: memoryview.__getitem__(view, 0),
        lambda: view.cast("B")[0],
        lambda: view.tobytes(),
        lambda: bytes(view),
        lambda: list(view),
        lambda: list(reversed(view)),
        lambda: operator.setitem(view, 0, 1),
        lambda: operator.setitem(view, slice(0, 1), b"y"),
        lambda: b"".join([view]),
        lambda: b"x" in view or 120 in view,
        lambda: io.BytesIO().write(view),
        lambda: view.__enter__().release(),
        lambda: len(view),
        lambda: view.format,
    ):
        try:
            loot = use()
            break
        except (TypeError, PermissionError, NotImplementedError) as error:
            failure = error
    else:
        raise failure
    if loot == "B":
        raise PermissionError("its format is all that is left")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
