"""A super object leads to the class it starts from

Technique: super.__thisclass__ is a class that the guest was not given
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_super.__thisclass__.label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
