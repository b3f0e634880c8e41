"""A sealed value is made

Technique: calls of the class of a sealed value, and copies of it with other contents
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or PermissionError or AttributeError
Harness: caps
"""

try:
    try:
        forged = type(ticket)("mine")
    except TypeError:
        forged = type(shelf).__new__(type(ticket))
    got = unseal(forged)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
