"""A file is seen before it is complete

Technique: reading it while it is written; its temporary name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    file = folder.open("fresh", "w")
    file.write("half")
    file.flush()
    before = set(folder.listdir())
    got = [name for name in before if "fresh" in name or "tmp" in name or name.startswith(".")]
    if not got:
        raise type("NoEffect", (Exception,), {})("it has no name yet")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
