"""The repr of a methodcaller of the host

Technique: repr(operator.methodcaller) shows its arguments
Versions: 3.11 3.12 3.13
Origin: own search
Expected: LookupError
Harness: host
"""

try:
    loot = repr(host_counter)
    if "argument" not in loot:
        raise LookupError(f"no argument in {loot}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
