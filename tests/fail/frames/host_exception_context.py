"""The context of a host exception shows frames of its own

Technique: __context__.__traceback__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    step = host_exception.__context__.__traceback__
    loot = step.tb_next.tb_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
