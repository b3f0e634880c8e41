"""unittest looks for tests in a folder

Technique: TestLoader.discover imports what it finds below a top folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys
    import unittest

    loader = unittest.TestLoader()
    suite = loader.discover("/usr", pattern="*.py", top_level_dir="/usr")
    if "Error" in repr(suite) or not suite.countTestCases() and not loader.errors:
        loot = sys.path.count("/usr") and __import__("os").listdir("/usr")
    else:
        loot = loader.errors
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
