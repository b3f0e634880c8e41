"""asyncio runs a function in a thread

Technique: asyncio.to_thread through the default executor of the loop
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or ImportError
"""

try:
    import asyncio

    loot = asyncio.run(asyncio.to_thread(len, "abc"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
