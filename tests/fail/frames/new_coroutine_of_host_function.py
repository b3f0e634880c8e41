"""A coroutine that the host makes after the lockdown shows its frame

Technique: cr_frame.f_locals after one step; asyncio or send drive it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    coroutine = host_work()
    coroutine.send(None)
    try:
        loot = coroutine.cr_frame.f_locals["key"]
    finally:
        coroutine.close()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
