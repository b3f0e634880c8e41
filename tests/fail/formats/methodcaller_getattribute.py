"""methodcaller asks for an attribute by calling __getattribute__

Technique: operator.methodcaller("__getattribute__", "__globals__")
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import operator

    loot = operator.methodcaller("__getattribute__", "__globals__")(host_len)["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
