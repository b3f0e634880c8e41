"""The slot wrappers of types change a host function

Technique: types.FunctionType.__setattr__, object.__setattr__ and __delattr__ by their wrappers
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    object.__dict__["__setattr__"].__get__(host_function)("__kwdefaults__", {"mark": ""})
    loot = types.FunctionType.__dict__["__kwdefaults__"].__get__(host_function)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
