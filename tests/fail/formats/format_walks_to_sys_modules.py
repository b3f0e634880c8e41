"""str.format walks attributes and items

Technique: a field name reaches the globals of a library function and the environment behind the real os
Versions: 3.11 3.12 3.13
Origin: the format-string attack on Jinja2 and others
Expected: KeyError or AttributeError or PermissionError
"""

try:
    import os.path

    loot = "{0.__globals__[os].environ[OBJCAP_TEST_SECRET]}".format(os.path.join)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
