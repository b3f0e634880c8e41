"""A callback calls the host again before it has finished

Technique: withdraw is called from within visit, with a number of the host's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
Harness: broker
"""

try:
    import sys

    def again(number):
        found.append(sys._getframe(1).f_locals["password"])
        visit(lambda inner: found.append(sys._getframe(1).f_code.co_name))

    found = []
    visit(again)
    loot = found
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
