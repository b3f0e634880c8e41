"""timeit's own names

Technique: without globals, the statement runs among the names of the module timeit: gc, sys, builtins
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or NameError or ImportError or PermissionError
"""

try:
    import timeit

    timeit.found = []
    timeit.Timer("found.append(gc.get_objects)", globals=vars(timeit)).timeit(1)
    loot = len(timeit.found[0]())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
