"""A super object names the class of its instance

Technique: super.__self_class__, and the class attribute of the instance through __class__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_super.__self_class__.label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
