"""What is told of a file tells of the host

Technique: owner, device and inode of a file
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    told = folder.stat("public.txt")
    got = [name for name in told if name in ("st_uid", "st_ino", "st_dev", "st_gid", "st_mode")]
    if not got:
        raise type("NoEffect", (Exception,), {})("sizes and times")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
