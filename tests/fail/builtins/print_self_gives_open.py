"""A built-in function leads to its module

Technique: print.__self__ is the module builtins, and its dict is the one behind every bare name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    loot = vars(print.__self__)["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
