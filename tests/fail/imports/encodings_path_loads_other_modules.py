"""The codec search imports from wherever encodings says

Technique: encodings.__path__ is a list that can be changed, and a look-up imports the module of that name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError or AttributeError or NoEffect or TypeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import codecs
    import encodings
    import sys

    folder = sys.base_prefix + "/lib/python%d.%d/xml/dom" % sys.version_info[:2]
    encodings.__path__.insert(0, folder)
    try:
        codecs.lookup("domreg")
    except LookupError:
        pass
    if "encodings.domreg" not in sys.modules:
        raise NoEffect("no module was imported from there")
    loot = sys.modules["encodings.domreg"].registered
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
