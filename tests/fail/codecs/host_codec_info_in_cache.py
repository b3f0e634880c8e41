"""The codec cache returns a CodecInfo made by the host

Technique: the look-up answers from the interpreter's cache; encode is a host function with host globals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or LookupError or PermissionError
"""

try:
    import codecs

    encode = codecs.lookup("idna").streamwriter.__mro__[1].encode
    space = encode.__globals__["__builtins__"]
    loot = (space if isinstance(space, dict) else vars(space))["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
