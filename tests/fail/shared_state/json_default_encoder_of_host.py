"""A guest changes a default object that the host's library shares

Technique: json._default_encoder.default is set, and the host dumps what json cannot
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError or AttributeError or TypeError
Harness: host
"""

try:
    import json

    json._default_encoder.default = lambda value: "made by the guest"
    json.JSONEncoder.default = lambda self, value: "made by the guest"
    loot = host_dump(object())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
