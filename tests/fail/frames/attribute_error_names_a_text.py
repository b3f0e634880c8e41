"""The text on which code of the host failed

Technique: AttributeError.obj is the object that was asked for an attribute: a str of the host's
Versions: 3.11 3.12 3.13
Origin: own search
Expected: LookupError
Harness: host
"""

try:
    try:
        host_fails("text")
    except AttributeError as error:
        found = error
    loot = found.obj
    if not loot:
        raise LookupError(f"an empty {type(loot).__name__}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
