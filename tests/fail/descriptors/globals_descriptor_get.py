"""The descriptor behind __globals__ is called directly

Technique: vars(type(f))["__globals__"].__get__(f)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = vars(type(host_len))["__globals__"].__get__(host_len)["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
