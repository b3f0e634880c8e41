"""The closure of a host function

Technique: function.__closure__ and cell_contents
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    loot = host_function.__closure__[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
