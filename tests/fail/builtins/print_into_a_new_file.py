"""print and input take streams of any kind

Technique: print(file=...) with an object of io that opens lazily
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import io
    import os

    file = io.open(os.open("/tmp/objcap-print-of-a-guest", os.O_CREAT | os.O_WRONLY), "w")
    print("x", file=file, flush=True)
    os.unlink("/tmp/objcap-print-of-a-guest")
    loot = "a file was written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
