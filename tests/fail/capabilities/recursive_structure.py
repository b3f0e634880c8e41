"""A structure contains itself

Technique: a list within itself and a dict within itself as arguments
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    value = []
    value.append(value)
    try:
        export(value)
    except ValueError as error:
        if error.__traceback__.tb_next is None:
            raise
        loot = error.__traceback__.tb_next.tb_frame.f_globals["TOKEN"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
