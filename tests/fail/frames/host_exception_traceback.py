"""An exception that the host once caught shows its frames

Technique: __traceback__.tb_next.tb_frame.f_locals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_exception.__traceback__.tb_next.tb_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
