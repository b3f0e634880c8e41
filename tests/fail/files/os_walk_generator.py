"""A generator of os lists folders

Technique: next(os.walk(path)), the Python function around scandir
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or StopIteration
"""

try:
    import os

    loot = next(os.walk("/"))[1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
