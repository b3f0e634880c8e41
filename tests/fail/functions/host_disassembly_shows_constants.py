"""dis prints the constants of a host function

Technique: dis.Bytecode takes anything that has code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or ImportError
Harness: host
"""

try:
    import dis

    loot = [line for line in dis.Bytecode(host_constant).dis().splitlines() if "host-secret" in line][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
