"""A frame of the host is cleared

Technique: frame.clear() of a suspended generator finishes it; an error from 3.13 on
Versions: 3.11 3.12
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    host_generator.gi_frame.clear()
    try:
        next(host_generator)
    except StopIteration:
        loot = "the host's generator is finished"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
