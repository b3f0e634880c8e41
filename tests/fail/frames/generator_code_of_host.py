"""A generator shows its code

Technique: generator.gi_code, a member in 3.11 and a getset from 3.12
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_generator.gi_code.co_filename
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
