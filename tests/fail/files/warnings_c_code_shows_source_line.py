"""The C code of warnings prints a line of the file that it names

Technique: warn_explicit in C reads the source line of the file for the message
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError or AttributeError or PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import io
    import sys

    import _warnings

    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        _warnings.warn_explicit("x", DeprecationWarning("x").__class__, "/etc/passwd", 1, "__main__", {})
        _warnings.warn_explicit("x", UserWarning, "/etc/passwd", 1)
    finally:
        printed, sys.stderr = sys.stderr.getvalue(), stderr
    if "root:" not in printed:
        raise NoEffect("no line of the file")
    loot = printed
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
