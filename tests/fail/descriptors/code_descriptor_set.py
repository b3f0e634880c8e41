"""A getset descriptor sets the code of a host function

Technique: vars(type(f))["__code__"].__set__(f, code)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    vars(type(host_len))["__code__"].__set__(host_len, (lambda value: HOST_SECRET).__code__)
    loot = host_len("")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
