"""The switch interval of the process is changed

Technique: sys.setswitchinterval
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    before = sys.getswitchinterval()
    sys.setswitchinterval(before * 2)
    loot = sys.getswitchinterval()
    sys.setswitchinterval(before)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
