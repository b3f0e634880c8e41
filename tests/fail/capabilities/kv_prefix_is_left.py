"""Keys of another guest are read

Technique: a prefix that is the beginning of another one
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: caps
"""

try:
    got = store.get("0/secret") or store.get("../guest10/secret")
    if got is None:

        class NoEffect(Exception):
            pass

        raise NoEffect("not found")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
