"""exec() is called by C on a frame of the host, with globals whose key is "__builtins__" at times

Technique: the key has the hash of "__builtins__", and its __eq__ says yes to the guard and no to the builtin, which then
 puts the builtins of the host's frame into the dict: writing there changes what the host's functions call
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError
Harness: host
"""

answers = []


class Key:
    def __hash__(self):
        return hash("__builtins__")

    def __eq__(self, other):
        return answers.pop(0) if answers else False


loot = refusal = None
for function in (exec, eval):
    for planned in ([], [True], [True, False], [True, True, False], [False, True], [False, True, False]):
        answers[:] = planned
        names = {Key(): 1}
        try:
            host_list_consume(map(function, ["None"], [names]))
        except PermissionError as error:
            refusal = error
        for value in list(names.values()):
            own = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
            if isinstance(value, dict) and value is not own:
                value["len"] = lambda value: "answered by the guest"
                loot = host_len([])
        if loot is None and "HOST_SECRET" in str(names):
            loot = names
# Plain Python has one dict of builtins, which anybody changes.
if loot is None and refusal is None:
    names["__builtins__"]["len"] = lambda value: "answered by the guest"
    loot = host_len([])
if loot is None:
    print(f"REFUSED: {type(refusal).__name__}: {refusal}")
else:
    print(f"ESCAPED: {loot!r:.120}")
