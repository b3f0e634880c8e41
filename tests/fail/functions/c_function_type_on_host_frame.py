"""FunctionType() is called by C on a frame of the host and takes that frame's builtins

Technique: with them the guest's function counts as the host's, whose super() may look into objects of the host
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

import types


def look(value):
    if not value:
        super  # noqa: B018
    return value.__dict__


try:
    made = []
    host_list_consume(map(made.append, map(types.FunctionType, [look.__code__], [{}])))
    loot = made[0](host_super)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
