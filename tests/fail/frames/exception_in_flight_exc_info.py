"""The exception that the host is handling

Technique: sys.exc_info() inside a function that the host calls in an except clause
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or IndexError or NoEffect
Harness: host
"""

try:
    import sys

    loot = host_catch(lambda: sys.exc_info()[2].tb_frame.f_locals["key"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
