"""An error that a host function raises shows its frame

Technique: the traceback of a TypeError raised in the host by a wrong argument
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    try:
        host_dump(object())
    except TypeError as error:
        loot = error.__traceback__.tb_next.tb_frame.f_globals["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
