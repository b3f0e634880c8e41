"""Questions are asked about what is outside

Technique: exists(), stat(), listdir() and sub() of paths that lead out
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    got = []
    for path in ("../secret.txt", "outdir", "out", "/etc/passwd", "..", "/"):
        for call in (folder.exists, folder.stat, folder.listdir, folder.sub):
            try:
                if call(path):
                    got.append(path)
            except OSError:
                pass
    if not got:
        raise type("NoEffect", (Exception,), {})("no answer")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
