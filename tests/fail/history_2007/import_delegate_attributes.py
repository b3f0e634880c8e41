"""The import delegate exposes what is behind it

Technique: dir() of __import__, and every attribute that is not a plain text
Versions: 3.11 3.12 3.13
Origin: 2007: sys.import_delegate
Expected: NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    found = []
    for name in dir(__import__):
        value = getattr(__import__, name, None)
        for opener in (getattr(value, "open", None), getattr(getattr(value, "__self__", None), "open", None)):
            if opener is not None:
                found.append(opener)
    if not found:
        raise NoEffect("nothing leads on")
    loot = found[0]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
