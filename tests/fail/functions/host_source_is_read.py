"""inspect reads the source of the host

Technique: inspect.getsource opens the file that the code names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError or TypeError or AttributeError or ImportError or PermissionError
Harness: host
"""

try:
    import inspect

    loot = inspect.getsource(host_caller)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
