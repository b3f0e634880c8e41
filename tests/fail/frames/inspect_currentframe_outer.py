"""inspect walks to the outer frames

Technique: inspect.getouterframes collects f_back, line by line with source
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or LookupError or ImportError or KeyError
Harness: host
"""

try:
    import inspect

    loot = host_caller(lambda: inspect.getouterframes(inspect.currentframe(), 0)[1].frame.f_locals["key"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
