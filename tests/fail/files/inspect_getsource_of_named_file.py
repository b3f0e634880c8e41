"""inspect shows the source of code that names another file

Technique: inspect.findsource of a function whose co_filename is /etc/passwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError or TypeError or ImportError or PermissionError
"""

try:
    import inspect

    space = {}
    exec(compile("def function(): pass", "/etc/passwd", "exec"), space)
    loot = inspect.findsource(space["function"])[0][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
