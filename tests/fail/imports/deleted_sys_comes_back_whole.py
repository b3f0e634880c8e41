"""sys is deleted and imported again

Technique: a second import restores the module from the dict that the interpreter saved when it started
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or ImportError
"""

try:
    import sys

    del sys.modules["sys"]
    import sys

    calls = []
    sys.setprofile(lambda frame, event, argument: calls.append(event))
    len(calls)
    sys.setprofile(None)
    loot = calls[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
