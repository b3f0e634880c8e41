"""A sealed value is looked into

Technique: the attributes of the object, and its copy
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: caps
"""

try:
    names = [name for name in dir(ticket) if not name.startswith("__")]
    try:
        got = [getattr(ticket, name) for name in names][0]
    except IndexError:
        got = ticket.__reduce_ex__(4)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
