"""The name of the user

Technique: getpass.getuser by variables and the user data base
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or OSError
"""

try:
    import getpass

    loot = getpass.getuser()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
