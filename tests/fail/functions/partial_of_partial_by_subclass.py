"""A subclass of partial is made of a partial of the host

Technique: the slot is inherited, and __new__ can be called on any subclass
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError or NoEffect
Harness: host
"""

import functools

loot = []
errors = []
for partial in (functools.partial, type(host_partial)):
    try:

        class Mine(partial):
            pass

        loot += partial.__new__(Mine, host_partial).args
    except PermissionError as error:
        errors.append(error)
if "secret" in str(loot):
    print(f"ESCAPED: {loot!r:.120}")
elif errors:
    print(f"REFUSED: PermissionError: {errors[0]}")
else:
    print("REFUSED: NoEffect: the arguments of the inner one are not there")
