"""The data of a host ABC in a class of the guest's

Technique: ABCMeta.register() of the host trusts the attribute _abc_impl: a guest's class with the host's registers with it
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:

    class Mine:
        _abc_impl = host_abc._abc_impl

    class Plugin:
        pass

    type(host_abc).register(Mine, Plugin)
    loot = isinstance(Plugin(), host_abc)
    if not loot:
        raise LookupError("not registered")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
