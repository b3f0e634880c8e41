"""A finder of the guest's sees importlib's frame

Technique: find_spec is called by importlib, whose globals know sys
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError or KeyError or AttributeError or NoEffect or IndexError or NameError
"""

try:
    import sys

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            frames.append(sys._getframe(1))

    frames = []
    sys.meta_path.insert(0, Finder)
    try:
        import no_such_module
    except ImportError:
        pass
    finally:
        sys.meta_path.remove(Finder)
    loot = frames[0].f_globals["sys"].modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
