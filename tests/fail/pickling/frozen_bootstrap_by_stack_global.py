"""A pickle names the bootstrap of the importer

Technique: _frozen_importlib_external._get_supported_file_loaders and get_data
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import pickle

    make = pickle.loads(b"\x80\x04\x8c\x1a_frozen_importlib_external\x8c\nFileLoader\x93.")
    loot = make("x", "/etc/passwd").get_data("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
