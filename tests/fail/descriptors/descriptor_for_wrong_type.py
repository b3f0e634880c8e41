"""A descriptor is applied to another type's object by its C wrapper

Technique: inspect.getattr_static finds the raw descriptor; its __get__ is called with owner and instance
  swapped in
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ImportError or TypeError
Harness: host
"""

try:
    import inspect

    loot = inspect.getattr_static(host_function, "__closure__").__get__(host_function, type)[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
