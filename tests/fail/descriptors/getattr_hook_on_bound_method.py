"""An attribute hook of a bound method passes to its function

Technique: types.MethodType.__getattribute__ and super() over a host method
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    class Bound(types.SimpleNamespace):
        pass

    loot = types.MethodType.__getattribute__(host_method, "__globals__")["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
