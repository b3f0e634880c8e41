"""sysconfig reads and executes build data

Technique: get_config_vars imports _sysconfigdata and reads pyvenv.cfg and the environment
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing was read."""


try:
    import sysconfig

    loot = sysconfig.get_config_var("CC")
    if loot is None:
        raise NoEffect("the guest's sysconfig knows nothing")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
