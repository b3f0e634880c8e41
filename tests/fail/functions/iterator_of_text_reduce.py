"""The text behind an iterator of the host

Technique: str_iterator.__reduce__() gives the text with what is past
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_text_iterator.__reduce__()[1][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
