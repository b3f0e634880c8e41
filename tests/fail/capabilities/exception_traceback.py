"""The frames of a failing function

Technique: __traceback__ of what it raises
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
Harness: broker
"""

try:
    try:
        fail(1)
    except LookupError as error:
        trace = error.__traceback__
        loot = []
        while trace is not None:
            loot += [v for v in trace.tb_frame.f_locals.values() if "host-secret" in repr(v)]
            trace = trace.tb_next
    if not loot:
        raise type("NoEffect", (Exception,), {})("no frame of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
