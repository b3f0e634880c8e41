"""codecs gives builtins

Technique: codecs.builtins.open
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or PermissionError or KeyError
"""

try:
    import codecs

    loot = codecs.builtins.open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
