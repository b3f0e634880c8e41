"""The proxy type of frame locals takes any frame

Technique: FrameLocalsProxy(frame) reads and writes the locals of a frame, new in 3.13
Versions: 3.13
Origin: PEP 667; seen on a prototype
Expected: AttributeError or TypeError or ValueError or PermissionError
Harness: host
"""

try:
    import sys

    proxy_type = type((lambda: sys._getframe().f_locals)())
    loot = host_caller(lambda: proxy_type(sys._getframe(1))["key"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
