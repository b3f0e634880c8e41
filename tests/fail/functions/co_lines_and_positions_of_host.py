"""Other attributes of the code of the host

Technique: co_varnames, co_positions, co_filename and replace of a code object found through a generator
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    code = host_generator.gi_code
    loot = (code.co_filename, code.co_varnames, list(code.co_lines())[:2])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
