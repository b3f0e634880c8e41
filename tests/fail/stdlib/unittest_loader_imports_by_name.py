"""unittest imports what a test name says

Technique: loadTestsFromName imports and follows attributes, and calls what it finds
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or TypeError or NoEffect or ModuleNotFoundError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import unittest

    loader = unittest.TestLoader()
    try:
        loader.loadTestsFromName("posix.getppid")
    except TypeError as error:
        if "returned" not in str(error):
            raise
        loot = str(error)
    else:
        raise NoEffect(f"not found: {loader.errors}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
