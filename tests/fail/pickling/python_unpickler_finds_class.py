"""The pure-Python unpickler calls a function by name

Technique: pickle._Unpickler.find_class imports by __import__ and sys.modules
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or UnpicklingError or PermissionError or AttributeError or KeyError
"""

try:
    import io
    import pickle

    loot = pickle._loads(b"\x80\x04\x8c\x02os\x8c\x07getppid\x93)R.")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
