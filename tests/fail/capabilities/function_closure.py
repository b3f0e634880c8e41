"""The closure of a handed-out function

Technique: __closure__ and its cells
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    loot = [cell.cell_contents for cell in closure.__closure__]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
