"""A file tells where it is

Technique: the name, the repr, and what errors say
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    file = folder.open("public.txt")
    seen = [file.name, repr(file), repr(folder), str(getattr(folder, "root", ""))]
    for path in ("nothing", "..", "outdir/x", "public.txt/x", ".objcap-x", "x" * 300):
        for call in (folder.open, folder.listdir, folder.mkdir, folder.remove, folder.stat, folder.sub):
            try:
                call(path)
            except Exception as error:
                seen += [str(error), repr(error), str(getattr(error, "filename", ""))]
    got = [text for text in seen if "objcap-host-path" in text]
    if not got:
        raise type("NoEffect", (Exception,), {})("no path of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
