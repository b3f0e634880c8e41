"""The initialiser of a module of C is run once more over a used module

Technique: _imp.exec_builtin of the module builtins, sys or time after their functions were taken away
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import _imp
    import time

    _imp.exec_builtin(time)
    if not hasattr(time, "clock_settime"):
        loot = _imp.create_builtin(type("Spec", (), {"name": "time"}))
        _imp.exec_builtin(loot)
        time = loot
    loot = time.clock_settime
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
