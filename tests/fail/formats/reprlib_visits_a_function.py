"""reprlib calls methods by the name of a type

Technique: Repr.repr1 with a type whose name is that of a method
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import reprlib

    class Guest(reprlib.Repr):
        def repr_function(self, value, level):
            return value.__closure__[0].cell_contents

    loot = Guest().repr(host_function)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
