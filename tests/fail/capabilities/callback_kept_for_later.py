"""A callback is called after its call

Technique: the host keeps it and gives it a secret
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or TypeError
Harness: broker
"""

try:
    loot = []
    keep(loot.append)
    use_kept()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
