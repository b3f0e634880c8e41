"""string.Formatter walks like str.format

Technique: get_field uses _string.formatter_field_name_split and getattr in Python code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import string

    loot = string.Formatter().get_field("0.__globals__[HOST_SECRET]", (host_len,), {})[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
