"""Descriptors are waited for

Technique: select.poll on standard input
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import select

    loot = select.poll() or select.select([0], [], [], 0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
