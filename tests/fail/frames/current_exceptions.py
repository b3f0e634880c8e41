"""sys lists the exception that every thread handles

Technique: sys._current_exceptions()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys

    loot = [str(error) for error in host_catch(sys._current_exceptions).values()][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
