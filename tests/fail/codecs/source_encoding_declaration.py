"""A source encoding names a codec of the guest's

Technique: exec of bytes with a coding line calls the guest's decoder from the tokenizer, on top of the
  host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError
Harness: host
"""

try:
    import codecs
    import sys

    found = []

    def decode(data, errors="strict"):
        found.append(sys._getframe(1).f_locals["key"])
        return bytes(data).decode("latin-1"), len(data)

    codecs.register(lambda name: codecs.CodecInfo(codecs.latin_1_encode, decode) if name == "guest" else None)
    host_list_consume(map(bytes.decode, [b"x"], ["guest"]))
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
