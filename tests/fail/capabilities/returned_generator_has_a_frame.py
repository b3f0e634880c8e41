"""A generator of the host is returned

Technique: gi_frame.f_locals of a started generator
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    generator = numbers()
    next(generator)
    loot = generator.gi_frame.f_locals["password"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
