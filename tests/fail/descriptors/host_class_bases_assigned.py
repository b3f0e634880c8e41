"""The bases of a host class are replaced

Technique: writing __bases__ puts a guest class into the method resolution order
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: host
"""

try:

    class Base:
        pass

    class Evil(Base):
        def __getattr__(self, name):
            return "an attribute made by the guest"

    subclass = host_next_class("Own")
    host_class.__bases__ = (Evil,)
    loot = host_instance.anything
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
