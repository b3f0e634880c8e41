"""The environment of the host is a file

Technique: /proc/self/environ, absolute and by climbing
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    try:
        got = folder.open("/proc/self/environ").read()
    except OSError:
        got = folder.open("../" * 20 + "proc/self/environ").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
