"""The connections of Http: imported with the first request, in the process that makes it.

A process that locks itself down has its broker make them, and none of this is in it.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from objcap.caps._url import Address, Network, Url, in_networks, is_public

_HIDDEN = frozenset(("set-cookie", "set-cookie2", "connection", "keep-alive", "transfer-encoding"))
_HEADER_BYTES = 1 << 18  # of an answer's headers
_CHUNK = 1 << 16
_NESTED = 90  # containers inside containers of JSON: 100 cross
_lookups = threading.BoundedSemaphore(32)  # of names, which cannot be ended


class _Told(OSError):
    """An error that the guest may hear of as it is."""


class Deadline:
    """When it is over the connection is cut: whoever waits for it, byte by byte, wakes up."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.line: socket.socket | None = None
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True
        self.over = False

    def watch(self, line: socket.socket) -> None:
        """Cut that connection in time."""
        with self.lock:
            self.drop()
            self.line = line.dup()  # TLS takes the descriptor of the other one away
            if self.over:
                with suppress(OSError):
                    self.line.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def cut(self) -> None:
        with self.lock:
            self.over = True
            if self.line is not None:
                with suppress(OSError):
                    self.line.shutdown(socket.SHUT_RDWR)

    def left(self) -> float:
        """Seconds; TimeoutError if there are none."""
        left = self.end - time.monotonic()
        if left <= 0 or self.over:
            raise TimeoutError("the request took too long")
        return left

    def __enter__(self) -> Deadline:
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        with self.lock:
            self.drop()


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(item[4][0]) for item in found]


def _depth(value: Any) -> int:
    """Containers inside containers, without recursion."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, (list, dict))]:
        depth += 1
        if depth > _NESTED:
            break
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return depth


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _json(body: bytes, kind: str) -> Any:
    """The value of a body whose type says JSON, or None."""
    kind = kind.partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        return None
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return value if _depth(value) <= _NESTED else None


class Client:
    """Asks servers, each time over a connection of its own."""

    def __init__(
        self,
        max_bytes: int,
        send: Mapping[str, Mapping[str, str]],
        private: bool,
        named: tuple[Network, ...],
        tls: ssl.SSLContext | None,
        resolve: Callable[[str, int], list[str]] | None,
    ) -> None:
        if tls is not None and not isinstance(tls, ssl.SSLContext):
            raise TypeError("tls is an ssl.SSLContext")
        self._max_bytes = max_bytes
        self._send = send
        self._private = private
        self._named = named
        self._tls = tls
        self._resolve = _look_up if resolve is None else resolve

    def ask(
        self, method: str, url: Url, content: bytes | None, given: dict[str, str], deadline: Deadline
    ) -> dict[str, Any]:
        """One request over one connection."""
        headers = {
            "user-agent": "objcap",
            "accept": "*/*",
            **given,
            **self._send.get(url.origin, {}),
            "host": url.authority,
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }
        connection = self._connect(url, deadline)
        try:
            connection.request(
                method,
                url.target,
                body=content,
                headers=headers,
                preload_content=False,
                decode_content=False,
                enforce_content_length=True,
            )
            response = connection.getresponse()
            kept: dict[str, str] = {}
            for name, value in response.headers.iteritems():
                if name.lower() not in _HIDDEN:
                    kept[name.lower()] = f"{kept[name.lower()]}, {value}" if name.lower() in kept else value
            if sum(len(name) + len(value) for name, value in kept.items()) > _HEADER_BYTES:
                raise _Told("the answer has too many headers")
            if response.status < 200:
                raise _Told(f"an answer with status {response.status}")
            body = self._body(response, kept.pop("content-encoding", "identity"), deadline)
            deadline.left()
        except (
            OSError,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            zlib.error,
            ValueError,
        ) as error:
            deadline.left()
            if isinstance(error, _Told):
                raise OSError(str(error)) from None
            raise OSError(f"the request has failed: {type(error).__name__}") from error
        finally:
            connection.close()
        return {
            "status": response.status,
            "reason": response.reason or "",
            "url": str(url),
            "headers": kept,
            "body": body,
            "json": _json(body, kept.get("content-type", "")),
        }

    def _addresses(self, url: Url, deadline: Deadline) -> list[Address]:
        """What a host's name leads to, all of it checked."""
        if url.address is not None:  # a rule has it as it is
            return [url.address]
        answers: queue.Queue[list[str] | Exception] = queue.Queue()
        if not _lookups.acquire(timeout=deadline.left()):
            raise TimeoutError("the request took too long")

        def look_up() -> None:
            try:
                answers.put(self._resolve(url.host, url.port))
            except Exception as error:
                answers.put(error)
            finally:
                _lookups.release()

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=deadline.left())
        except queue.Empty:
            raise TimeoutError("the request took too long") from None
        if isinstance(answer, Exception):
            raise OSError(f"{url.host} cannot be looked up") from answer
        found = [ipaddress.ip_address(text) for text in dict.fromkeys(answer)]
        if not found:
            raise OSError(f"{url.host} has no address")
        for address in found:
            if getattr(address, "scope_id", None) is not None or not (
                self._private or is_public(address) or in_networks(address, self._named)
            ):
                raise PermissionError(f"{url.host} is at an address that is not allowed")
        return found

    def _connect(self, url: Url, deadline: Deadline) -> HTTPConnection:
        """A connection to one of the addresses that were checked."""
        failed: Exception | None = None
        for address in self._addresses(url, deadline):
            options: dict[str, Any] = {"timeout": deadline.left()}
            kind: type[HTTPConnection] = _Plain
            if url.scheme == "https":
                kind = _Secure
                options["ssl_context"] = self._tls or ssl.create_default_context()
                options["server_hostname"] = url.host
            connection = kind(str(address), url.port, **options)
            connection.deadline = deadline  # type: ignore[attr-defined]
            try:
                connection.connect()
            except (OSError, urllib3.exceptions.HTTPError, ValueError) as error:
                connection.close()
                failed = error
                deadline.left()
            else:
                assert connection.sock is not None
                connection.sock.settimeout(deadline.left())
                return connection
        if isinstance(failed, ssl.SSLCertVerificationError):
            raise OSError(f"the certificate of {url.host} is not valid: {failed.verify_message}") from failed
        raise OSError(f"{url.host} cannot be reached: {type(failed).__name__}") from failed

    def _body(self, response: Any, encoding: str, deadline: Deadline) -> bytes:
        """What has come, decompressed; OSError beyond the limit, before there is more of it in memory."""
        encoding = encoding.strip().lower()
        if encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
            raise _Told(f"an answer in the encoding {encoding[:30]!r}")
        most, parts, size, raw = self._max_bytes, [], 0, 0
        decoder: Any = None
        while True:
            deadline.left()
            data = response.read(_CHUNK, decode_content=False)
            if not data:
                break
            raw += len(data)
            if raw > most:
                raise _Told(f"the answer has more than {most} bytes")
            while data:
                if encoding in ("identity", ""):
                    part, data = data, b""
                else:
                    if decoder is None or decoder.eof:  # a gzip file may have several parts
                        decoder = _decoder(encoding, data)
                    part = decoder.decompress(data, most - size + 1)
                    data = decoder.unconsumed_tail or (decoder.unused_data if decoder.eof else b"")
                size += len(part)
                parts.append(part)
                if size > most:
                    raise _Told(f"the answer has more than {most} bytes")
        if decoder is not None and not decoder.eof:
            raise _Told("the answer is cut off")
        return b"".join(parts)


def _decoder(encoding: str, data: bytes) -> Any:
    """What decompresses that: "deflate" comes with a header or without."""
    if encoding != "deflate":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


class _Plain(HTTPConnection):
    deadline: Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line


class _Secure(HTTPSConnection):
    deadline: Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line
