"""The defaults of a host function are replaced

Technique: writing __defaults__ makes a guest object the argument of the host's next call
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    host_function.__defaults__ = ("12345",)
    loot = host_function()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
