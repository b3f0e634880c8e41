"""attrgetter follows a dotted path

Technique: operator.attrgetter("__self__.key") asks for attributes in C
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import operator

    loot = operator.attrgetter("__self__.key")(host_method)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
