"""inspect reads the locals of a suspended generator

Technique: inspect.getgeneratorlocals and getcoroutinelocals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Harness: host
"""

try:
    import inspect

    loot = {**inspect.getgeneratorlocals(host_generator), **inspect.getcoroutinelocals(host_coroutine)}["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
