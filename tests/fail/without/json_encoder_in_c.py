"""The encoder of json in C

Technique: c_make_encoder of json.encoder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Options: --without _json
"""

try:
    import json.encoder

    if json.encoder.c_make_encoder is None:
        import _json

        loot = _json.make_encoder
    else:
        loot = json.encoder.c_make_encoder
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
