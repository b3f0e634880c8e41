"""A trace function is put on a host frame

Technique: writing f_trace of a frame, and f_lineno from it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or ValueError
Harness: host
"""

try:
    import sys

    calls = []
    sys.settrace(lambda *event: None)
    try:
        host_caller(
            lambda: setattr(
                sys._getframe(1), "f_trace", lambda *event: calls.append(event[0].f_locals["key"])
            )
        )
    finally:
        sys.settrace(None)
    loot = calls[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
