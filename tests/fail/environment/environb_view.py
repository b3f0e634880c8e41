"""The bytes view of the environment

Technique: os.environb and its private _data
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError
"""

try:
    import os

    loot = os.environb._data[b"OBJCAP_TEST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
