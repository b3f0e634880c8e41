"""Coroutines remember the frames that made them

Technique: sys.set_coroutine_origin_tracking_depth puts file names of the host into cr_origin
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or NoEffect or PermissionError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    async def work():
        pass

    sys.set_coroutine_origin_tracking_depth(5)
    coroutine = host_caller(work)
    sys.set_coroutine_origin_tracking_depth(0)
    loot = [place[0] for place in coroutine.cr_origin or () if "host_harness" in place[0]]
    coroutine.close()
    if not loot:
        raise NoEffect("no frame of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
