"""The object behind a proxy is fetched by its dict

Technique: vars(), and the descriptor of __dict__ of its class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: caps
"""

try:
    try:
        state = vars(reader)
    except TypeError:
        state = (
            type(reader).__dict__["__dict__"].__get__(reader) if "__dict__" in type(reader).__dict__ else None
        )
    got = state["_target"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
