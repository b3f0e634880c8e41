"""A codec's functions lead to the globals of its module

Technique: codecs.lookup(...).incrementaldecoder.decode.__globals__["codecs"].builtins
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or PermissionError
"""

try:
    import codecs

    decode = codecs.lookup("cp437").incrementaldecoder.decode
    loot = vars(decode.__globals__["codecs"].builtins)["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
