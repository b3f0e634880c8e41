"""The command lines of modules read files

Technique: base64.main with sys.argv set
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import base64
    import io
    import sys

    original, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
    try:
        sys.argv = ["base64", "-e", "/etc/passwd"]
        base64.main()
        sys.stdout.flush()
        loot = sys.stdout.buffer.getvalue()
    finally:
        sys.stdout = original
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
