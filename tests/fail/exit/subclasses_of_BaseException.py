"""SystemExit is a subclass of BaseException

Technique: BaseException.__subclasses__, and type.__subclasses__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    loot = [c for c in BaseException.__subclasses__() if c.__name__ == "SystemExit"][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
