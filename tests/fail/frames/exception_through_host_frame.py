"""An exception that passes through the host collects its frame

Technique: tb_next and tb_frame of an exception that the guest raised and catches outside
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    found = []
    try:
        host_caller(lambda: 1 // 0)
    except ZeroDivisionError as error:
        step = error.__traceback__
        while step is not None:
            found.append(step.tb_frame.f_locals)
            step = step.tb_next
    loot = [names["key"] for names in found if "host-secret" in str(names.get("key"))]
    if not loot:
        raise NoEffect("no frame of the host in the traceback")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
