"""modulefinder reads and compiles files

Technique: ModuleFinder.run_script on any path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import modulefinder
    import sysconfig

    finder = modulefinder.ModuleFinder(["/nowhere"])
    finder.load_file(sysconfig.get_path("stdlib") + "/this.py")
    loot = list(finder.modules)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
