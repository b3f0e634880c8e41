"""gettext opens catalogues

Technique: gettext.find and translation with a folder of the guest's choice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or FileNotFoundError or PermissionError or NameError or AttributeError
"""

try:
    import gettext

    import tempfile
    import os

    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/de/LC_MESSAGES")
        with open(folder + "/de/LC_MESSAGES/x.mo", "wb") as file:
            file.write((0x950412DE).to_bytes(4, "little") + bytes(4) + bytes(4) + bytes([28, 0, 0, 0]) * 2)
        loot = type(gettext.translation("x", folder, ["de"])).__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
