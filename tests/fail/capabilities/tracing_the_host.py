"""The lines of a function of the host are traced

Technique: sys.settrace sees its frames and locals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
Harness: broker
"""

try:
    import sys

    loot = []

    def trace(frame, event, argument):
        loot.extend(v for v in frame.f_locals.values() if "host-secret" in repr(v))
        return trace

    sys.settrace(trace)
    export(1)
    visit(lambda number: None)
    sys.settrace(None)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
