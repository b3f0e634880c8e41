"""mimetypes reads the files that it is given

Technique: mimetypes.init(files)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError or NoEffect or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import mimetypes

    import tempfile

    with tempfile.NamedTemporaryFile("w") as file:
        file.write("x/y objcaptest\n")
        file.flush()
        mimetypes.init([file.name])
    loot = mimetypes.guess_type("x.objcaptest")[0]
    if loot is None:
        raise NoEffect("the file was not read")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
