"""The import function is taken apart by the copy protocol

Technique: __reduce_ex__ of a C function names the object it is bound to, or how to get at it
Versions: 3.11 3.12 3.13
Origin: 2007: the import delegate must expose nothing
Expected: AttributeError or TypeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import importlib

    found = []
    for protocol in range(5):
        value = __import__.__reduce_ex__(protocol)
        if not isinstance(value, str):
            found += value[1]
    names = [name for name in dir(importlib.__import__) if not name.startswith("__")]
    holder = found[0] if found else getattr(__import__, "__self__", None)
    if holder is None or not hasattr(holder, "open"):
        raise NoEffect("the function is opaque")
    loot = holder.open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
