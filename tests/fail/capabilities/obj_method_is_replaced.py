"""A method is replaced for everybody who holds the object

Technique: assignment to an attribute of a shared object
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: caps
"""

try:

    def mine(name):
        return "mine"

    try:
        reader.read = mine
    except AttributeError:
        type(reader).read = mine
    got = reader.read("a")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
