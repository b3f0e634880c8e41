"""A metaclass of the guest's says where host methods are looked up

Technique: mro() of a metaclass over a host class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:

    class Meta(type):
        def mro(cls):
            return [cls, *found]

    found = [object]
    found.extend(c for c in host_abc.__subclasses__())
    X = Meta("X", (), {})
    loot = found[1:] or [c.label for c in type.__subclasses__(host_class)]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
