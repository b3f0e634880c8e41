"""A store is filled beyond its quota

Technique: a str whose length is what the guest says
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: caps
"""

try:

    class Short(str):
        def __len__(self):
            return 0

    store.set("/key", Short("x" * 1000))
    got = everything()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
