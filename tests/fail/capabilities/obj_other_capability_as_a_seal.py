"""Another capability is passed as a sealed value

Technique: the check of the unsealer looks at the kind of the object only
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: caps
"""

try:

    class Ticket:
        pass

    try:
        forged = Ticket()
        forged.__class__ = type(ticket)
    except TypeError:
        forged = shelf
    got = unseal(forged) or 1 / 0
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
