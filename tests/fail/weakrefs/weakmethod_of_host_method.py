"""A weak method keeps the parts of a bound method

Technique: weakref.WeakMethod reads __self__ and __func__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    import weakref

    loot = weakref.WeakMethod(host_method)._func_ref().__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
