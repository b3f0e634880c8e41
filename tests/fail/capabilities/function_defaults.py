"""The defaults and attributes of a handed-out function

Technique: __defaults__, __kwdefaults__ and __dict__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    loot = (closure.__defaults__, closure.__kwdefaults__, closure.note)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
