"""timeit runs text among its own names

Technique: timeit.Timer compiles statements into a function whose globals are the module's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or PermissionError or ImportError
"""

try:
    import timeit

    found = []
    timeit.Timer("found.append(open('/etc/passwd').read())", globals={"found": found}).timeit(1)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
