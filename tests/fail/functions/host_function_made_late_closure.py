"""A function that the host makes after the lockdown shows its closure

Technique: the function is new: only its builtins say whose it is
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: AttributeError
Harness: host
"""

try:
    loot = host_make_function().__closure__[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
