"""The C traceback printer shows lines of a named file

Technique: co_filename says /etc/passwd, and the hook of sys prints the line of the traceback
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import io
    import sys

    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        exec(compile("1 // 0", "/etc/passwd", "exec"))
    except ZeroDivisionError as error:
        sys.__excepthook__(type(error), error, error.__traceback__)
    finally:
        printed, sys.stderr = sys.stderr.getvalue(), stderr
    if "root:" not in printed:
        raise NoEffect("no line of the file was printed")
    loot = printed.splitlines()[2]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
