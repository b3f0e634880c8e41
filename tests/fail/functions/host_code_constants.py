"""The constants in the code of a host function

Technique: function.__code__.co_consts
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = [value for value in host_constant.__code__.co_consts if "host-secret" in str(value)][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
