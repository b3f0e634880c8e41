"""The C traceback printer opens through a module of the guest's

Technique: it takes open from sys.modules["io"], and the descriptor from what that returns; it reads and
  rewinds it
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NoEffect or AttributeError or TypeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import io
    import sys
    import types

    asked = []

    class File(io.BytesIO):
        def fileno(self):
            asked.append("descriptor")
            return 0

    fake = types.ModuleType("io")
    fake.open = lambda *arguments, **options: File(b"a line that the guest made up\n")
    fake.TextIOWrapper = io.TextIOWrapper
    kept, sys.modules["io"] = sys.modules["io"], fake
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        exec(compile("1 // 0", "/no/such/file.py", "exec"))
    except ZeroDivisionError as error:
        sys.__excepthook__(type(error), error, error.__traceback__)
    finally:
        printed = sys.stderr.getvalue()
        sys.modules["io"], sys.stderr = kept, stderr
    if not asked:
        raise NoEffect("no descriptor was asked for")
    loot = "the printer uses a descriptor of the guest's choice"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
