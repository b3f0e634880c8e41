"""The loader of a permitted module reads any file

Technique: __spec__.loader.get_data of json
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import json

    loot = json.__spec__.loader.get_data("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
