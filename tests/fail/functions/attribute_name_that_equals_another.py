"""An attribute under a name that equals another

Technique: setattr by a frame of the host that names 'secret' with a str subclass, which equals 'trusted'
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:

    class Fake(str):
        def __hash__(self):
            return hash("trusted")

        def __eq__(self, other):
            return other == "trusted"

    host_caller(setattr, host_trusts, Fake("secret"), "set by the guest")
    loot = host_trusts()
    if loot is None:
        raise LookupError("the host does not see the attribute")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
