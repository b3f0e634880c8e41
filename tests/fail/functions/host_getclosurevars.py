"""inspect lists what a host function refers to

Technique: inspect.getclosurevars reads __closure__, __globals__ and __code__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or ImportError
Harness: host
"""

try:
    import inspect

    loot = inspect.getclosurevars(host_function).nonlocals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
