"""A store is filled beyond its quota by keys

Technique: the quota counts values only
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: caps
"""

try:
    for i in range(10):
        store.set("/" + str(i) * 100, "")
    got = everything()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
