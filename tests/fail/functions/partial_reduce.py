"""A partial of the host is pickled by hand

Technique: partial.__reduce__() gives function and arguments
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_partial.__reduce__()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
