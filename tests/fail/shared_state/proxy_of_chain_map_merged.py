"""The ChainMap behind a proxy is merged with a guest's object

Technique: ChainMap.__or__ declines, and the slot of its class goes on to hand the ChainMap itself to __ror__
Versions: 3.11 3.12 3.13
Origin: own search
Expected: TypeError or LookupError
Harness: host
"""

try:

    class Taker:
        def __ror__(self, other):
            other["mode"] = "unsafe"
            return other

    host_options | Taker()
    loot = host_option()
    if "unsafe" not in loot:
        raise LookupError("the options are as they were")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
