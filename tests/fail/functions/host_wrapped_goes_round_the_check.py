"""A wrapper leads to the function that it guards

Technique: functools.wraps leaves __wrapped__ in the dict of the wrapper
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_wrapped.__wrapped__("no password")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
