"""input reads the real standard input behind fake streams

Technique: when sys.stdin and sys.stdout answer 0 and 1, input goes to the C library and asks them for
  nothing else
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NoEffect or EOFError or RuntimeError or PermissionError or AttributeError
Options: --no-stdin
Terminal: yes
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    class In:
        encoding, errors = "utf-8", "strict"

        def fileno(self):
            return 0

        def readline(self, *arguments):
            return "a line of the fake\n"

    class Out:
        encoding, errors = "utf-8", "strict"

        def fileno(self):
            return 1

        def write(self, text):
            pass

        def flush(self):
            pass

    stdin, stdout, sys.stdin, sys.stdout = sys.stdin, sys.stdout, In(), Out()
    try:
        line = input()
    finally:
        sys.stdin, sys.stdout = stdin, stdout
    if "first line of standard input" not in line:
        raise NoEffect(f"input returned {line!r}")
    loot = line
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
