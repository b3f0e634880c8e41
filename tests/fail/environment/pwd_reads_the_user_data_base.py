"""The user data base is read

Technique: pwd.getpwuid
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import pwd

    loot = pwd.getpwuid(0).pw_dir
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
