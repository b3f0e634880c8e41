"""The arguments of a methodcaller of the host

Technique: operator.methodcaller.__reduce__() gives the name and the arguments
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_counter.__reduce__()[1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
