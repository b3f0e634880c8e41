"""A function that the host makes after the lockdown shows its globals

Technique: __globals__ of an inner function that did not exist when the interpreter was locked
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: AttributeError
Harness: host
"""

try:
    loot = host_make_function().__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
