"""A warning leaves its registry in the host's globals

Technique: the C function warns with a stacklevel and sets __warningregistry__ in f_globals of the host's
  frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or RuntimeError or PermissionError or AttributeError or KeyError
Harness: host
"""

try:
    import sys
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filters.insert(0, ("default", None, UserWarning, None, 0))
        before = warnings.showwarning
        warnings.showwarning = lambda *arguments, **options: None
        try:
            host_caller(lambda: warnings.warn("left by the guest", stacklevel=2))
        finally:
            warnings.showwarning = before
    loot = sys._getframe().f_back.f_globals["__warningregistry__"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
