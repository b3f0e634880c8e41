"""A partial is made of a partial of the host

Technique: functools.partial() takes over the arguments of the inner one
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
        loot += partial(host_partial, 1).args
    except PermissionError as error:
        errors.append(error)
if "secret" in str(loot):
    print(f"ESCAPED: {loot!r:.120}")
elif errors:
    print(f"REFUSED: PermissionError: {errors[0]}")
else:
    print("REFUSED: NoEffect: the arguments of the inner one are not there")
