"""A partial of the host is given another function

Technique: partial.__setstate__() replaces function and arguments; callers of the host get the guest's answer
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    host_partial.__setstate__((lambda *args: "answered by the guest", (), {}, {}))
    loot = host_partial("x")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
