"""A function of the library that the host uses is replaced

Technique: json.dumps gets a secret
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: broker
"""

try:
    import json

    loot = []

    def spy(value, **options):
        loot.append(value)
        return ""

    json.dumps = spy
    export(1)
    if not loot:
        raise type("NoEffect", (Exception,), {})("the host has its own json")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
