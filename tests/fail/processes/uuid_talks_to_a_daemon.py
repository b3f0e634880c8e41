"""uuid asks the C library for a time based number

Technique: _uuid.generate_time_safe talks to uuidd over a socket
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
Needs: _uuid
"""

try:
    import _uuid

    loot = _uuid.generate_time_safe()[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
