"""The folder of the host is found without its function

Technique: tempfile and os.listdir
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError or AttributeError or NameError
Harness: broker
"""

try:
    import glob

    loot = []
    for name in glob.glob("/tmp/tmp*/private.txt"):
        try:
            loot.append(open(name).read())
        except FileNotFoundError:
            pass  # that of another run
    if not loot:
        raise LookupError("no such file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
