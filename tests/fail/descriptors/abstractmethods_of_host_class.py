"""A host class is made abstract

Technique: the setter of type.__abstractmethods__ forgets to ask whether the class is frozen: the host cannot instantiate it
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    type.__dict__["__abstractmethods__"].__set__(host_door, frozenset(["open"]))
    loot = host_enter.__name__ and "made abstract"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
