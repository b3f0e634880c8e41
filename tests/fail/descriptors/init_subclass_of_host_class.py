"""A class that the host makes runs the guest's hook

Technique: __init_subclass__ set on a host class sees every class made from it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: host
"""

try:
    seen = []
    host_class.__init_subclass__ = classmethod(lambda cls, **options: seen.append(cls))
    host_next_class("Next")
    loot = seen[0].__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
