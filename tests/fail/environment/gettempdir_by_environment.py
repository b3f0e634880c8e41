"""The folder for temporary files

Technique: tempfile.gettempdir tries variables and folders by writing
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import tempfile

    loot = tempfile.gettempdir()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
