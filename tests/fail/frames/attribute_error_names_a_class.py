"""The class on which code of the host failed

Technique: AttributeError.obj is a private class, which was asked for an attribute
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    try:
        host_fails("class")
    except AttributeError as error:
        found = error
    loot = found.obj.label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
