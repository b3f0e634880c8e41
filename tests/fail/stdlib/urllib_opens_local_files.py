"""urllib opens a local file

Technique: urllib.request.urlopen("file:///etc/passwd")
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import urllib.request

    loot = urllib.request.urlopen("file:///etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
