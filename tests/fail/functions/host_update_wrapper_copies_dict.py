"""functools copies what a host function carries

Technique: update_wrapper copies __dict__, __annotations__ and sets __wrapped__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import functools

    copy = functools.update_wrapper(lambda: 0, host_function)
    if "key" not in vars(copy):
        raise NoEffect("the wrapper got nothing")
    loot = vars(copy)["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
