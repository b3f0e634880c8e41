"""A hook is given the asynchronous generators that the host drops

Technique: sys.set_asyncgen_hooks(finalizer=...) keeps them alive, and goes on with them
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import sys

    seen = []
    sys.set_asyncgen_hooks(finalizer=seen.append)
    host_drive()
    generator = seen[0]
    try:
        generator.asend(None).send(None)
    except StopIteration as stop:
        print("went on with it:", stop.value)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: holds {generator.__name__}")
