"""The class cell of a method of the host

Technique: __classcell__ and the closure of a method that uses super
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_collect.__func__.__closure__[0].cell_contents.label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
