"""asyncio listens on a socket

Technique: asyncio.start_unix_server below a temporary folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or ImportError or NotImplementedError or AttributeError or PermissionError or
  OSError
"""

try:
    import asyncio

    async def listen():
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            server = await asyncio.start_unix_server(print, folder + "/socket")
            server.close()
        return "listened"

    loot = asyncio.run(listen())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
