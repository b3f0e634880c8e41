"""The exception in flight becomes the context of the guest's

Technique: an exception raised by the guest gets the host's as __context__, with its traceback
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    found = []

    def fail():
        try:
            raise KeyError(0)
        except KeyError as error:
            found.append(error.__context__.__traceback__.tb_frame)

    host_catch(fail)
    loot = found[0].f_globals["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
