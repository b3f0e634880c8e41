"""What asyncio cannot do in a guest is refused by name, and does not hang."""

import asyncio
import sys


async def refused(awaitable, kind: type, *words: str) -> None:
    try:
        await awaitable
    except kind as error:
        assert all(word in str(error) for word in ("objcap", *words)), error
    else:
        raise AssertionError(f"{words} was not refused")


async def main() -> None:
    await refused(asyncio.open_connection("localhost", 80), PermissionError, "create_connection")
    await refused(asyncio.start_server(print, "localhost", 0), PermissionError, "create_server")
    await refused(asyncio.create_subprocess_exec("true"), PermissionError, "subprocess_exec")
    await refused(asyncio.create_subprocess_shell("true"), PermissionError, "subprocess_shell")
    await refused(asyncio.get_running_loop().getaddrinfo("localhost", 80), PermissionError, "getaddrinfo")
    await refused(asyncio.to_thread(print), RuntimeError, "threads")
    try:
        asyncio.get_running_loop().add_reader(0, print)
    except PermissionError as error:
        assert "add_reader" in str(error)
    else:
        raise AssertionError("add_reader was not refused")


asyncio.run(main())


async def stuck() -> None:
    await asyncio.get_running_loop().create_future()


try:
    asyncio.run(stuck())
except RuntimeError as error:
    assert "objcap" in str(error)
else:
    raise AssertionError("a future that nobody sets was awaited")

assert "socket" not in sys.modules and "subprocess" not in sys.modules
print("ok")
