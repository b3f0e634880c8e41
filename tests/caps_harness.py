"""A host application that hands out small capabilities, and runs a guest script.

    python tests/caps_harness.py [--no-lockdown | --sandbox] SCRIPT

``run_security_tests.py`` starts it for scripts with ``Harness: caps``. Without the lockdown they get the
naive implementations below, as many have been written; with it, and in a sandbox, those of ``objcap.caps``.
Every secret contains the value of ``OBJCAP_TEST_SECRET``.

==================  ==========================================================================================
``shelf``           an object with ``read(name)``, ``write(name, text)``, ``shelf(name)`` and
                    ``visit(function)``, which can be revoked; ``revoke()`` does it
``reader``          the same shelf, for reading
``thrice``          the same shelf, for three calls in all
``ticket``          a sealed value with a secret in it; ``unseal(value)`` tells whether a value is a ticket
``http``            GET for ``base`` + "/open/", with the header Accept and at most 100,000 bytes
``base``            the address of a server of the host on loopback, which has a secret at "/secret"
``other``           the port of another one, which has a secret everywhere
``store``           a store of keys that begin with "guest1/", of at most 100 bytes
``everything()``    what is in the whole store
``log``             takes lines of text; ``lines()`` is what was logged
==================  ==========================================================================================
"""

from __future__ import annotations

import os
import signal
import sys
import zlib
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from typing import Any
from urllib.parse import urljoin, urlsplit

TOKEN = os.environ.get("OBJCAP_TEST_SECRET", "host-secret-by-hand")
STORE: dict[str, Any] = {"guest10/secret": TOKEN}
LINES: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """Answers what attacks ask for."""

    def do_GET(self) -> None:
        other = getattr(self.server, "other", 0)
        headers, body = {}, b"public"
        if self.path == "/open/redirect":
            headers["Location"] = f"http://127.0.0.1:{other}/"
        elif self.path == "/open/back":
            headers["Location"] = "/secret"
        elif self.path == "/open/bomb":
            packer = zlib.compressobj(9)
            body = packer.compress(b"\0" * 10_000_000) + packer.flush()
            headers["Content-Encoding"] = "deflate"
        elif self.path == "/open/headers":
            body = repr(self.headers.items()).encode()
        elif not other or "secret" in os.path.normpath(self.path.replace("%2e", ".").replace("%2f", "/")):
            body = TOKEN.encode()
        self.send_response(302 if "Location" in headers else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def serve() -> tuple[str, int]:
    """Two servers, in processes that end with this one."""
    servers = [HTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    servers[0].other = servers[1].server_port  # type: ignore[attr-defined]
    parent = os.getpid()
    for server in servers:
        if os.fork() == 0:
            import threading
            import time

            def watch() -> None:
                while os.getppid() == parent:
                    time.sleep(0.2)
                os.kill(os.getpid(), signal.SIGKILL)

            threading.Thread(target=watch, daemon=True).start()
            server.serve_forever()
    for server in servers:
        server.socket.close()
    return f"http://127.0.0.1:{servers[0].server_port}", servers[1].server_port


# ---------------------------------------------------------------- naive implementations


class Shelf:
    """What the host has."""

    _exports = ("read", "write", "shelf", "visit")
    _reading = ("read", "shelf", "visit")

    def __init__(self) -> None:
        self.texts = {"a": "text"}
        self.shelves: dict[str, Any] = {}

    def read(self, name: str) -> str:
        return self.texts[name]

    def write(self, name: str, text: str) -> None:
        self.texts[name] = text

    def shelf(self, name: str) -> Any:
        return self.shelves.setdefault(name, type(self)())

    def visit(self, function: Callable[[Any], Any]) -> Any:
        return function(self.shelf("visited"))


class Proxy:
    """Looks whether a call may be made, and makes it."""

    def __init__(self, target: Any, allowed: Callable[[str], bool]) -> None:
        self._target = target
        self._allowed = allowed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not self._allowed(name):
            raise PermissionError(name)
        return getattr(self._target, name)


class Ticket:
    """A value that only the host looks at."""

    def __init__(self, value: str) -> None:
        self._value = value


class NaiveHttp:
    """Compares the beginning of an address."""

    def __init__(self, base: str) -> None:
        self.base = base

    def get(self, url: str, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
        if not url.startswith((self.base + "/open/", self.base.rstrip("/") + "@")) and "localhost" not in url:
            raise PermissionError(url)
        for _ in range(3):
            parts = urlsplit(url)
            connection = HTTPConnection(parts.hostname or "", parts.port)
            connection.connect()
            lines = [f"GET {parts.path or '/'} HTTP/1.0", f"Host: {parts.netloc}"]
            lines += [f"{name}: {value}" for name, value in (headers or {}).items() if name == "Accept"]
            connection.sock.sendall("\r\n".join([*lines, "", ""]).encode())
            from http.client import HTTPResponse

            response = HTTPResponse(connection.sock)
            response.begin()
            location = response.getheader("Location")
            if location is None:
                break
            url = urljoin(url, location)
        body = response.read(100_000)
        if response.getheader("Content-Encoding") == "deflate":
            body = zlib.decompress(body)
        return {"status": response.status, "body": body}


class NaiveStore:
    """Puts a prefix before each key."""

    def get(self, key: str) -> Any:
        return STORE.get("guest1" + key)

    def set(self, key: str, value: str) -> None:
        if sum(len(text) for name, text in STORE.items() if name.startswith("guest1/")) + len(value) > 100:
            raise OSError("quota")
        STORE["guest1" + key] = value

    def delete(self, key: str) -> None:
        del STORE["guest1" + key]


def naive(base: str) -> dict[str, Any]:
    """What somebody writes in five minutes."""
    shelf = Shelf()
    state = {"open": True, "calls": 0}

    def counted(name: str) -> bool:
        state["calls"] += 1
        return state["calls"] <= 3

    def revoke() -> None:
        state["open"] = False

    return {
        "shelf": Proxy(shelf, lambda name: state["open"]),
        "revoke": revoke,
        "reader": Proxy(shelf, lambda name: name in Shelf._reading),
        "thrice": Proxy(shelf, counted),
        "ticket": Ticket(TOKEN),
        "unseal": lambda value: type(value) is Ticket,
        "http": NaiveHttp(base),
        "store": NaiveStore(),
        "log": LINES.append,
        "lines": lambda: "\n".join(LINES).split("\n"),
    }


def real(base: str) -> dict[str, Any]:
    """Those of objcap.caps."""
    from objcap import caps

    class RealShelf(Shelf, caps.Cap):
        pass

    shelf = RealShelf()
    revocable = caps.revocable(shelf)
    sealer, unsealer = caps.sealing("ticket")

    def unseal(value: Any) -> bool:
        return isinstance(unsealer.unseal(value), str)

    return {
        "shelf": revocable,
        "revoke": revocable.revoke,
        "reader": caps.read_only(shelf),
        "thrice": caps.limited(shelf, calls=3),
        "ticket": sealer.seal(TOKEN),
        "unseal": unseal,
        **http(base),
        "store": caps.KeyValue(STORE, prefix="guest1/", quota_bytes=100),
        "log": caps.Log(lambda line: LINES.append(line.removesuffix("\n"))),
        "lines": lambda: list(LINES),
    }


def http(base: str) -> dict[str, object]:
    """Requests, if the package is there with which they are made; scripts say that they need it."""
    if find_spec("urllib3") is None:
        return {}
    from objcap import caps

    return {"http": caps.Http([base + "/open/*"], headers=["Accept"], max_bytes=100_000)}


def main(arguments: list[str]) -> None:
    """Hand them out, and run the script that `arguments` name."""
    *flags, path = arguments
    with open(path, encoding="utf-8") as file:
        source = file.read()
    base, other = serve()
    names = naive(base) if "--no-lockdown" in flags else real(base)
    names.update(base=base, other=other, everything=lambda: {name: len(STORE[name]) for name in STORE})
    if "--no-lockdown" in flags:
        exec(compile(source, path, "exec"), {"__name__": "__main__", **names})
        return
    import objcap

    if "--sandbox" in flags:
        ticket = names.pop("ticket")
        with objcap.Sandbox(grant=names, wall=50) as box:
            sys.stdout.write(box.run(source, {"ticket": ticket}, filename=path).stdout)
        return
    plain = {name: value for name, value in names.items() if isinstance(value, (str, int))}
    granted = {name: objcap.capability(value) for name, value in names.items() if name not in plain}
    namespace = {"__name__": "__main__", **plain, **granted}
    objcap.lockdown()
    exec(compile(source, path, "exec"), namespace)


if __name__ == "__main__":
    main(sys.argv[1:])
