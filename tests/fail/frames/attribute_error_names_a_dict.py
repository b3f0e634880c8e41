"""The dict on which code of the host failed

Technique: AttributeError.obj is the object that was asked for an attribute: a dict of the host's
Versions: 3.11 3.12 3.13
Origin: own search
Expected: KeyError
Harness: host
"""

try:
    try:
        host_fails("dict")
    except AttributeError as error:
        found = error
    loot = found.obj["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
