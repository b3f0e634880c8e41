"""An iterator of the host is set back by the method of its type

Technique: the __setstate__ in the dict of the type is called with the iterator of the host
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    vars(type(host_text_iterator))["__setstate__"](host_text_iterator, 0)
    loot = "".join(host_text_iterator)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
