"""A callback's exception comes back through the host

Technique: its traceback has gathered the frames of the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
Harness: broker
"""

try:

    def burn(number):
        raise ValueError("thrown")

    try:
        visit(burn)
    except ValueError as error:
        trace, loot = error.__traceback__, []
        while trace is not None:
            loot += [v for v in trace.tb_frame.f_locals.values() if "host-secret" in repr(v)]
            trace = trace.tb_next
    if not loot:
        raise type("NoEffect", (Exception,), {})("no frame of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
