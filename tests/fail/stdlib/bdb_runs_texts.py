"""A command interpreter runs shell commands

Technique: pdb.Pdb.onecmd and bdb.Bdb.runeval
Versions: 3.11 3.12 3.13
Origin: picklescan lists
Expected: ImportError
"""

try:
    import bdb

    loot = bdb.Bdb().runeval("__import__('posix').listdir('/')")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
