"""The dict of keyword defaults is changed in place

Technique: function.__kwdefaults__ is the dict itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_function.__kwdefaults__["mark"]
    host_function.__kwdefaults__["mark"] = ""
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
