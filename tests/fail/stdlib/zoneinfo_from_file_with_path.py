"""zoneinfo reads a file by a package that the guest made

Technique: zoneinfo falls back to importlib.resources of tzdata, a module of the guest's whose __spec__ names a folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import importlib.machinery
    import sys
    import types
    import zoneinfo

    for name in ("tzdata", "tzdata.zoneinfo", "tzdata.zoneinfo.Europe"):
        module = sys.modules[name] = types.ModuleType(name)
        module.__path__ = ["/usr/share/zoneinfo/Europe"]
        module.__spec__ = importlib.machinery.ModuleSpec(
            name,
            importlib.machinery.SourceFileLoader(name, "/usr/share/zoneinfo/Europe/__init__.py"),
            is_package=True,
        )
        module.__spec__.submodule_search_locations = module.__path__
        module.__spec__.origin = "/usr/share/zoneinfo/Europe/__init__.py"
    zoneinfo.reset_tzpath(())
    loot = zoneinfo.ZoneInfo("Europe/Berlin")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
