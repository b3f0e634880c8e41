"""Keys of another guest are deleted

Technique: a prefix that is the beginning of another one
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: caps
"""

try:
    store.delete("0/secret")
    got = everything()
    if "guest10/secret" in got:

        class NoEffect(Exception):
            pass

        raise NoEffect("it is still there")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
