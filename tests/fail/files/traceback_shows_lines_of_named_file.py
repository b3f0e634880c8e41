"""traceback prints lines of a file that the code names

Technique: compile(text, "/etc/passwd") and traceback.format_exc
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import traceback

    try:
        exec(compile("1 // 0", "/etc/passwd", "exec"))
    except ZeroDivisionError:
        loot = traceback.format_exc()
    if "root:" not in loot:
        raise NoEffect("no line of the file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
