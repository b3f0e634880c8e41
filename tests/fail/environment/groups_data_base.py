"""The group data base is read

Technique: grp.getgrall
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: grp
"""

try:
    import grp

    loot = grp.getgrall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
