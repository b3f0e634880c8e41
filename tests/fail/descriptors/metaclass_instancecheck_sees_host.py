"""A metaclass of the guest's is asked by the host's ABC

Technique: issubclass(guest class, host ABC) walks the registry; a guest's __subclasscheck__ is passed the
  private class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or TypeError or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    seen = []

    class Meta(type(host_abc)):
        def __subclasscheck__(cls, other):
            seen.append(other)
            return False

    class Probe(metaclass=Meta):
        pass

    host_abc.register(Probe)
    isinstance(host_instance, host_abc)
    issubclass(dict, host_abc)
    isinstance(host_method, host_abc)
    for cls in type.__subclasses__(Probe) or seen:
        if "host" in cls.__module__ or cls.__name__ == "HostAccount":
            loot = cls.__init__.__globals__["HOST_SECRET"]
            break
    else:
        raise NoEffect("no class of the host came along")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
