"""The collector knows what a function refers to

Technique: gc.get_referents() of what the guest holds
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ImportError or PermissionError or NoEffect
Harness: broker
"""

try:
    import gc

    found = gc.get_referents(closure)
    loot = [value for value in found if "host-secret" in repr(value)]
    if not loot:
        raise type("NoEffect", (Exception,), {})("nothing of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
