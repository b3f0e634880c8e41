"""A generator of the guest's sees who resumes it

Technique: gi_frame.f_back while the host takes its items
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    def items():
        frame = generator.gi_frame.f_back
        found.append(frame.f_globals["TOKEN"])
        yield 1

    found = []
    generator = items()
    try:
        count(generator)
    except AttributeError as error:
        if not found:
            raise
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
