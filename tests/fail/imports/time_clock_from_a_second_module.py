"""A second module time has what the first lost

Technique: the module is made again by its loader, and its functions are taken before it is initialised
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import importlib.util

    spec = importlib.util.find_spec("time")
    module = importlib.util.module_from_spec(spec)
    loot = module.pthread_getcpuclockid(1) if False else module.clock_settime
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
