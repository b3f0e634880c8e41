"""A cell of a host function is overwritten

Technique: writing cell_contents changes what the host's function computes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    before = host_function("")
    host_function.__closure__[0].cell_contents = None
    try:
        host_function("")
    except TypeError:
        loot = "the host function now fails on what the guest put into its closure"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
