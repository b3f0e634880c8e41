"""The build's data names paths

Technique: the _sysconfigdata module by its name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ModuleNotFoundError
"""

try:
    import sys

    name = f"_sysconfigdata_{sys.abiflags}_{sys.platform}_{getattr(sys.implementation, '_multiarch', '')}"
    loot = __import__(name).build_time_vars["srcdir"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
