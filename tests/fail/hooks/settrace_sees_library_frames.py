"""A trace function sees the frames of others

Technique: sys.settrace, then f_builtins of a library frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import json
    import sys

    found = []
    sys.settrace(lambda frame, event, argument: found.append(frame.f_builtins))
    try:
        json.dumps([])
    finally:
        sys.settrace(None)
    loot = found[0]["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
