"""A handed-out function is built again around other names

Technique: type(f)(f.__code__, {...}): its check goes with the globals of the guest
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: broker
"""

try:

    class Anything:
        def startswith(self, prefix):
            return True

    copy = type(read)(read.__code__, {**read.__globals__, "PermissionError": None})
    loot = copy.__globals__["TOKEN"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
