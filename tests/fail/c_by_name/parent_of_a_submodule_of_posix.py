"""The real posix, as the parent of a submodule that exists

Technique: `import posix.name` is answered with the first part, which the import machinery looks up by its name;
    sys.modules holds the rest already
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError | ImportError | PermissionError
"""

try:
    import posix  # noqa: F401
    import sys
    import types

    sys.modules["posix.name"] = types.ModuleType("posix.name")
    import posix.name

    loot = posix.getppid(), posix.listdir("/")[:1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print("ESCAPED: process and folder", loot)
