"""Profilers and tracers run texts

Technique: profile.run, cProfile.run and trace.Trace.run
Versions: 3.11 3.12 3.13
Origin: picklescan lists
Expected: ImportError
"""

try:
    import importlib

    for module, call in (("profile", "run"), ("cProfile", "run")):
        try:
            getattr(importlib.import_module(module), call)(
                "import posix; posix.listdir('/')", filename="/tmp/objcap-profile"
            )
            __import__("os").unlink("/tmp/objcap-profile")
            loot = module
            break
        except ImportError as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
