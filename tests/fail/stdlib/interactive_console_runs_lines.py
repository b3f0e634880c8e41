"""The interactive interpreter of the library runs texts

Technique: code.InteractiveConsole with a reader of its own
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
"""

try:
    import code

    found = []
    lines = iter(["import posix", "found.append(posix.listdir('/'))"])
    console = code.InteractiveConsole({"found": found})
    for line in lines:
        console.push(line)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
