"""A generator started after the lockdown shows its locals

Technique: next() by the guest, then gi_frame.f_locals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    generator = host_numbers()
    next(generator)
    loot = generator.gi_frame.f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
