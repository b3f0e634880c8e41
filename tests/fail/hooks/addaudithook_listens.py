"""An audit hook of the guest's listens to everything

Technique: sys.addaudithook is passed the arguments of every event
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or RuntimeError or PermissionError
"""

try:
    import sys

    events = []
    sys.addaudithook(lambda event, arguments: events.append(event))
    compile("1", "x", "eval")
    loot = events[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
