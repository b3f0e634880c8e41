"""importlib's finder is made for any folder by hand

Technique: FileFinder with a source loader, from importlib.machinery
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import importlib.machinery as machinery

    loader = machinery.FileFinder("/etc", (machinery.SourceFileLoader, ["wd"]))
    spec = loader.find_spec("pass" + "")
    spec = machinery.FileFinder("/etc", (machinery.SourceFileLoader, [".conf"])).find_spec("host") or spec
    loot = spec.loader.get_data("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
