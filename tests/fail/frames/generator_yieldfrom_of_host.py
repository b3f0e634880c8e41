"""A generator shows what it delegates to

Technique: generator.gi_yieldfrom, then the frame of the inner generator
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_generator.gi_yieldfrom.gi_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
