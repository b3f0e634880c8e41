"""The type of capabilities makes one

Technique: type(capability) called, allocated, subclassed, copied and unpickled
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    import copy
    import pickle

    kind = type(read)
    made = None
    for make in (
        lambda: kind(lambda: 0, {}),
        lambda: kind(0),
        lambda: object.__new__(kind),
        lambda: copy.copy(read).__globals__["TOKEN"],
        lambda: pickle.loads(pickle.dumps(read)),
    ):
        try:
            made = make()
            break
        except (TypeError, AttributeError, pickle.PicklingError) as error:
            failure = error
    if made is None:
        raise failure
    loot = made
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
