"""tokenize opens a source file

Technique: tokenize.open calls the built-in open that it imported by name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError or ImportError or AttributeError or NameError
"""

try:
    import tokenize

    loot = tokenize.open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
