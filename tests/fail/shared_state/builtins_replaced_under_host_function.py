"""A builtin is replaced, and the host calls the guest's

Technique: builtins.len is replaced by a function that looks at its caller
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import builtins
    import sys

    def spy(value):
        found.append(sys._getframe(1).f_globals["HOST_SECRET"])
        return 0

    found = []
    original, builtins.len = builtins.len, spy
    try:
        host_len("")
    finally:
        builtins.len = original
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
