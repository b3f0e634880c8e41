"""A second interpreter has fresh builtins

Technique: the low-level module for interpreters runs source in a world that nobody locked
Versions: 3.11 3.12
Origin: own idea
Expected: ImportError
Needs: _xxsubinterpreters
"""

try:
    import _xxsubinterpreters as interpreters

    loot = interpreters.create()
    interpreters.run_string(loot, "open('/etc/passwd').close()")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
