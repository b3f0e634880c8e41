"""The file name of code is a str subclass

Technique: co_filename keeps the object that was passed to compile; whoever compares or opens it calls the
  guest
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Name(str):
        def __fspath__(self):
            return "/etc/passwd"

        def startswith(self, *arguments):
            return False

    code = compile("pass", Name("<harmless>"), "exec")
    if type(code.co_filename) is str:
        raise NoEffect("the name was copied")
    loot = type(code.co_filename).__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
