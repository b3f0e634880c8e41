"""A guest's coroutine sees who drives it

Technique: cr_frame.f_back while the host calls send
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError
Harness: host
"""

try:
    found = []

    async def work():
        found.append(coroutine.cr_frame.f_back.f_locals["key"])

    coroutine = work()
    try:
        host_caller(coroutine.send, None)
    except StopIteration:
        pass
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
