"""A callback looks at the frame of the library that calls it

Technique: f_back.f_builtins of json's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    import json
    import sys

    found = []

    def hook(pairs):
        frame = sys._getframe()
        while frame is not None:
            found.append(frame.f_builtins)
            frame = frame.f_back
        return pairs

    json.JSONDecoder(object_pairs_hook=hook).decode('{"a": 1}')
    loot = found[-2]["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
