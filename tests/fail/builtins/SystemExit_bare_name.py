"""The bare name SystemExit

Technique: raising it ends the interpreter before anybody has cleaned up
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: NameError
"""

try:
    loot = SystemExit(3)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
