"""inspect reads what a host class is made of

Technique: inspect.getattr_static, vars and __dict__ of the class, to the code of a method
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import inspect

    loot = inspect.getattr_static(host_class, "motto").fget.__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
