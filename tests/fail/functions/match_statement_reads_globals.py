"""A class pattern reads attributes

Technique: match with object(__globals__=g): an attribute walk without a dot, a getattr or a format
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    match host_function:
        case object(__globals__=names):
            loot = names["HOST_SECRET"]
        case _:
            raise NoEffect("the pattern did not match")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
