"""A guest's generator sees who resumes it

Technique: while the host iterates, gi_frame.f_back is the host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError
Harness: host
"""

try:
    found = []

    def numbers():
        found.append(generator.gi_frame.f_back.f_locals["key"])
        yield 1

    generator = numbers()
    host_list_consume(generator)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
