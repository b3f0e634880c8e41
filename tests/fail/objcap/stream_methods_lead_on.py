"""The methods of the standard streams lead to what is behind

Technique: __self__, buffer, raw, name, __class__ and __getstate__ of sys.stdout
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    loot = sys.stdout.write.__self__.buffer.raw.name, sys.stdout.buffer.raw.__class__("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
