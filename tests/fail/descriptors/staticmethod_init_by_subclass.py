"""The staticmethod of a host class is initialised by a subclass's slot

Technique: super().__init__ and the slot of a subclass of staticmethod
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError
Harness: host
"""

try:

    class Mine(staticmethod):
        def again(self, target):
            super(Mine, Mine).__init__(target, lambda password: True)

    Mine(len).again(host_door.__dict__["check"])
    loot = host_enter("a guess")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
