"""A second interpreter has fresh builtins, by the new module

Technique: _interpreters.create and exec, renamed in 3.13
Versions: 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import _interpreters

    loot = _interpreters.create()
    _interpreters.exec(loot, "open('/etc/passwd').close()")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
