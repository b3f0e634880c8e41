"""A list is changed while the host uses it

Technique: an iterator of the guest's runs between check and use
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Items(list):
        def __iter__(self):
            withdraw(100)
            withdraw(100)
            found.append(balances()["account"])
            return list.__iter__(self)

    found = []
    count(Items([1]))
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
