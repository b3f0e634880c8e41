"""asyncio starts a program

Technique: asyncio.create_subprocess_exec
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or ImportError or NotImplementedError or AttributeError or PermissionError
"""

try:
    import asyncio

    async def start():
        process = await asyncio.create_subprocess_exec("true")
        return await process.wait()

    loot = asyncio.run(start())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
