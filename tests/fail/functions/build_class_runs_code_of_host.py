"""__build_class__ runs the code of a host function in a namespace of the guest's

Technique: builtins.__build_class__ over a function made from host code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import builtins
    import types

    class Names(dict):
        def __missing__(self, key):
            return "guest"

    function = types.FunctionType(host_constant.__code__, {"len": lambda text: found.append(text)})
    found = []
    builtins.__build_class__(function, "X", metaclass=lambda *arguments: arguments)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
