"""The source of a handed-out function is read

Technique: inspect.getsource()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or OSError
Harness: broker
"""

try:
    import inspect

    loot = inspect.getsource(read)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
