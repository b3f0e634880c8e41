"""A function of the host is passed to another one

Technique: visit is given use_kept and keep, whose effects the host did not mean
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError
Harness: broker
"""

try:
    heard = []
    keep(heard.append)
    visit(lambda number: use_kept())
    loot = heard[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
