"""site executes lines of .pth files

Technique: site.addpackage with a file that the guest wrote
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import site
    import tempfile

    folder = tempfile.mkdtemp()
    with __import__("io").open(folder + "/x.pth", "w") as file:
        file.write("import posix, sys; sys.loot = posix.listdir('/')\n")
    site.addsitedir(folder)
    loot = __import__("sys").loot
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
