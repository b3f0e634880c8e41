"""pty starts a program in a terminal

Technique: pty.spawn uses os.fork and os.execlp
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
Needs: pty
"""

try:
    import pty

    loot = pty.spawn(["true"], lambda descriptor: b"")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
