"""A super object of the host is initialised again

Technique: super.__init__(host_super, Mine, mine) makes the host's own calls run a method of the guest's
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError
Harness: host
"""

try:

    class Base:
        def greet(self):
            return "answered by the guest"

    class Mine(Base):
        pass

    super.__init__(host_super, Mine, Mine())
    loot = host_super_motto()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
