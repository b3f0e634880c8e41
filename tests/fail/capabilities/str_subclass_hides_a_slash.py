"""A path out of the folder passes the check

Technique: a str subclass whose __contains__ denies the slash
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Name(str):
        def __contains__(self, text):
            return False

    loot = read(Name("public/../private.txt"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
