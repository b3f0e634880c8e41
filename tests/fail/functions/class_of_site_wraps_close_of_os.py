"""A class of os found among the subclasses of object

Technique: os._wrap_close is a Python class with an __init__ whose globals are those of os
Versions: 3.11 3.12 3.13
Origin: CTF folklore, template injection
Expected: AttributeError
"""

try:
    for cls in object.__subclasses__():
        if cls.__name__ == "_wrap_close":
            loot = cls.__init__.__globals__["listdir"]("/")
            break
    else:
        raise AttributeError("no such class")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
