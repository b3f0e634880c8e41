"""Folders and files outside are made, renamed and removed

Technique: paths that lead out, for each changing call
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    before = outside()
    for call in (
        lambda: folder.mkdir("../made"),
        lambda: folder.mkdir("outdir/made"),
        lambda: folder.rename("public.txt", "../taken"),
        lambda: folder.rename("outdir/secret.txt", "mine"),
        lambda: folder.remove("outdir/inner.txt"),
        lambda: folder.open("outdir/planted", "w").close(),
    ):
        try:
            call()
        except OSError:
            pass
    got = outside()
    if got == before:
        raise type("NoEffect", (Exception,), {})("nothing has changed outside")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
