"""A generator that the host makes after the lockdown shows its frame

Technique: gi_frame.f_globals of a generator that did not exist when the interpreter was locked
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_numbers().gi_frame.f_globals["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
