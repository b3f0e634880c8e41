"""The real posix, which C code is given by name, by a relative import of nothing from it

Technique: `from . import name` in a package called posix asks the import machinery for posix itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError | ImportError | PermissionError
"""

try:
    import posix  # noqa: F401  (in sys.modules, as it must be)

    found = __import__("", {"__package__": "posix", "__name__": "posix"}, None, ["getpid"], 1)
    loot = found.getppid(), found.listdir("/")[:1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print("ESCAPED: process and folder", loot)
