"""The import function leads to its module

Technique: __import__.__self__ and its __dict__
Versions: 3.11 3.12 3.13
Origin: 2007: the import delegate must expose nothing
Expected: AttributeError or KeyError
"""

try:
    loot = __import__.__self__.__dict__["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
