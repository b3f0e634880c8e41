"""The type of the standard streams opens another descriptor

Technique: type(sys.stdout) called, allocated and initialised with a number
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
"""

try:
    import sys

    kind = type(sys.stdin)
    failure = None
    for make in (
        lambda: kind(0),
        lambda: kind(sys.stdin.buffer),
        lambda: kind.__new__(kind),
        lambda: type("X", (kind,), {})(sys.stdin.buffer),
    ):
        try:
            made = make()
            loot = made.fileno()
            break
        except (TypeError, AttributeError, OSError, ValueError, PermissionError) as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
