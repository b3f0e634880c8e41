"""A callback of the guest's runs when the interpreter ends

Technique: atexit.register with a C function of posix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """The refusal was printed by atexit, and nothing ran."""


try:
    import atexit
    import os

    statuses = []
    atexit.register(lambda: statuses.append(os.system("exit 3")))
    atexit._run_exitfuncs()
    if not statuses:
        raise NoEffect("os.system did not run")
    loot = f"os.system ran: {statuses}"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
