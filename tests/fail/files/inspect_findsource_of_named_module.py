"""inspect and dis print the source of any file

Technique: inspect.findsource of an object whose file is a name of the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
"""

try:
    import inspect
    import types

    module = types.ModuleType("guest")
    module.__file__ = "/etc/passwd"
    loot = inspect.findsource(module)[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
