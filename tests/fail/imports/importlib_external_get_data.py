"""A loader's base class reads a file

Technique: importlib._bootstrap_external.FileLoader.get_data with a made-up object as self
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import types
    from importlib import _bootstrap_external as external

    loader = types.SimpleNamespace(path="/etc/passwd", name="x")
    loot = external.FileLoader.get_data(loader, "/etc/passwd")[:40]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
