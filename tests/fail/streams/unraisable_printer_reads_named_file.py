"""The printer of ignored errors shows lines of a named file

Technique: a finaliser raises; its code says that it comes from /etc/passwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import io
    import sys

    space = {}
    exec(compile("class Thing:\n    __del__ = lambda self: 1 // 0", "/etc/passwd", "exec"), space)
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        space.pop("Thing")()
    finally:
        printed, sys.stderr = sys.stderr.getvalue(), stderr
    if "daemon:" not in printed:
        raise NoEffect("no line of the file was printed")
    loot = printed.splitlines()[3]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
