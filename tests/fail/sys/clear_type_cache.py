"""Interned names of the host are listed

Technique: sys.intern with a str that compares itself, and sys._clear_type_cache
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    sys._clear_type_cache()
    loot = sys._getframe().f_builtins["open"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
