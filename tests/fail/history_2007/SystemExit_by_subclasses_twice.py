"""SystemExit by two steps of __subclasses__

Technique: object.__subclasses__() finds BaseException, whose __subclasses__() finds SystemExit
Versions: 3.11 3.12 3.13
Origin: 2007, from the comments
Expected: AttributeError
"""

try:
    base = [cls for cls in object.__subclasses__() if cls.__name__ == "BaseException"][0]
    loot = [cls for cls in base.__subclasses__() if cls.__name__ == "SystemExit"][0].__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
