"""Functions of a module that is initialised again are fresh

Technique: time is deleted and imported again; tzset reads the environment and a file
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: AttributeError or PermissionError or KeyError
"""

try:
    import sys
    import time

    import os

    del sys.modules["time"]
    import time

    os.environ["TZ"] = "GST+5"
    time.tzset()
    loot = time.tzname
    if loot[0] != "GST":
        raise PermissionError("the time zone was not changed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
