"""A structure is deeper than the host's stack

Technique: a list of ten thousand levels makes the host's own code fail
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    value = []
    for _ in range(10_000):
        value = [value]
    try:
        export(value)
    except RecursionError as error:
        trace = error.__traceback__
        while trace.tb_next is not None:
            trace = trace.tb_next
        loot = trace.tb_frame.f_code.co_filename
        if "json" not in loot:
            raise
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
