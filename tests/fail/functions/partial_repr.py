"""The repr of a partial of the host shows its arguments

Technique: repr(partial), and the slot wrapper of its type
Versions: 3.11 3.12 3.13
Origin: own search
Expected: NoEffect
Harness: host
"""

try:
    loot = [
        text
        for text in (repr(host_partial), type(host_partial).__repr__(host_partial))
        if "host-secret" in text
    ]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    if loot:
        print(f"ESCAPED: {loot!r:.120}")
    else:
        print("REFUSED: NoEffect: the host is as it was")
