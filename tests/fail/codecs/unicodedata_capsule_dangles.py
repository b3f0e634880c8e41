"""The interpreter keeps a pointer into a module that can die

Technique: a named character escape caches a pointer into unicodedata; once the module is collected the
  memory can be
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NoEffect or ImportError or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import gc
    import sys
    import weakref

    import unicodedata

    eval("'\\N{BULLET}'")
    reference = weakref.ref(unicodedata)
    sys.modules.pop("unicodedata", None)
    del unicodedata
    gc.collect()
    if reference() is not None:
        raise NoEffect("the module is kept alive")
    loot = "the table behind the cached pointer was freed"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
