"""A lambda of the guest's own carries the builtins of the moment

Technique: __builtins__ of a new function; no library function is needed
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    loot = (lambda: 0).__builtins__["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
