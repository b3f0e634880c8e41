"""The guest's os opens by itself once files are granted

Technique: os.open, os.symlink, os.link, os.readlink, os.chmod
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    import os

    for call in (
        lambda: os.open(".", 0),
        lambda: os.symlink("nothing", "never"),
        lambda: os.readlink("/proc/self/exe"),
        lambda: os.chmod("never", 0o600),
    ):
        try:
            got = call()
            break
        except PermissionError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
