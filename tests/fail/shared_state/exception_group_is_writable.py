"""ExceptionGroup is a class that anybody can change

Technique: a heap type of C shared by all code of the interpreter
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
"""

try:
    ExceptionGroup.split = lambda self, condition: "edited by the guest"
    loot = ExceptionGroup("x", [ValueError(1)]).split(ValueError)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
