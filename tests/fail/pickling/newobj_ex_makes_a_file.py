"""A pickle makes an object without its constructor's checks

Technique: NEWOBJ and NEWOBJ_EX over FileIO
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import io
    import pickle

    class Loader(pickle._Unpickler):
        pass

    loot = Loader(io.BytesIO(b"\x80\x02c_io\nFileIO\nS'/etc/passwd'\n\x85\x81.")).load()
    loot.__init__("/etc/passwd")
    loot = loot.read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
