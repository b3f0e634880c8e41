"""The registry of finalisers names functions and arguments of the host

Technique: weakref.finalize._registry, shared by all users of the module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or LookupError or IndexError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import weakref

    infos = [info for info in weakref.finalize._registry.values() if "host-secret" in str(info.args)]
    if not infos:
        raise NoEffect("no finaliser of the host")
    loot = infos[0].args
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
