"""The class of a handed-out object

Technique: its class makes another, whose methods are replaced for all
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: broker
"""

try:
    type(callable_object).__call__ = lambda self, text: self.password
    loot = callable_object("x")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
