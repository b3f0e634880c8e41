"""HTTP to the places that the host names."""

from __future__ import annotations

import http.client
import ipaddress
import json
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urljoin

from objcap.caps._base import Cap
from objcap.caps._url import Address, Rule, Url, in_networks, is_public, networks, parse

try:
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection
except ImportError as error:  # pragma: no cover
    raise ImportError("objcap.caps.Http needs urllib3 2: pip install 'objcap[http]'") from error

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HEADERS = (
    "accept",
    "accept-language",
    "content-type",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "range",
)
# What says where a message ends, what it is for, or who sends it: that is the client's.
_OURS = frozenset(
    (
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "expect",
        "forwarded",
        "host",
        "http2-settings",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    )
)
_HIDDEN = frozenset(("set-cookie", "set-cookie2", "connection", "keep-alive", "transfer-encoding"))
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]{0,8000}[\x21-\x7e])?|")
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADER_BYTES = 1 << 18  # of an answer's headers
_CHUNK = 1 << 16
_NESTED = 90  # containers inside containers of JSON: 100 cross
_lookups = threading.BoundedSemaphore(32)  # of names, which cannot be ended


class _Deadline:
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

    def __enter__(self) -> _Deadline:
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        with self.lock:
            self.drop()


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(item[4][0]) for item in found]


def _checked_headers(headers: Mapping[str, str] | None, what: str) -> dict[str, str]:
    """Headers, names in lower case. TypeError or ValueError."""
    if headers is None:
        return {}
    if not isinstance(headers, Mapping):
        raise TypeError(f"{what} must be a dict, not {type(headers).__name__}")
    checked = {}
    for name, value in headers.items():
        if type(name) is not str or type(value) is not str:
            raise TypeError(f"names and values of {what} must be str")
        if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise ValueError(f"{what}: {name[:100]!r} has a name or value that cannot be sent")
        if name.lower() in _OURS:
            raise ValueError(f"{what}: {name!r} is set by the client")
        checked[name.lower()] = value
    return checked


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


class Http(Cap):
    """HTTP requests: get, head, post, put, patch, delete, and request(method, url).

    allow: what may be asked, for example "https://api.example.org/v1/*"; see Rule in the reference.
    methods: which of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.
    headers: names of headers that the guest may set.
    send: headers that are sent to an origin, {"https://api.example.org": {"Authorization": ...}}. They win
        over the guest's, who does not see them; they go to no other origin, whatever redirects there are.
    max_bytes: the most that a request's body, and an answer's body, may have; after decompression, too.
    timeout: seconds for a request as a whole, redirects included.
    redirects: how many are followed. Each must be allowed like a request of its own. 0: none is followed, and
        the guest gets the answer that asks for it.
    private: addresses that are not on the public Internet and may be connected to all the same: a list of
        addresses and networks, or True for all. One that stands in `allow` as an address may be, too.
    tls: an ssl.SSLContext; None: the default one, which checks certificates with the system's authorities.
    resolve: what tells a host's addresses: resolve(host, port) -> ["192.0.2.1", ...]; None: the system.

    Names are looked up once for a connection, each address is checked, and one of these is connected to:
    another answer of a name server comes too late. There are no proxies, no cookies, no stored passwords, and
    no connection is used twice. Raises TypeError or ValueError for options that cannot be.
    """

    _exports = ("get", "head", "post", "put", "patch", "delete", "request")

    def __init__(
        self,
        allow: Iterable[str],
        methods: Iterable[str] = ("GET",),
        *,
        headers: Iterable[str] = HEADERS,
        send: Mapping[str, Mapping[str, str]] | None = None,
        max_bytes: int = 1 << 22,
        timeout: float = 30.0,
        redirects: int = 5,
        private: bool | Iterable[str] = False,
        tls: ssl.SSLContext | None = None,
        resolve: Callable[[str, int], list[str]] | None = None,
    ) -> None:
        for name, value in (("allow", allow), ("methods", methods), ("headers", headers)):
            if isinstance(value, str):
                raise TypeError(f"{name} is a list of str")
        self._rules = tuple(Rule(text) for text in allow)
        self._methods = frozenset(methods)
        if not self._methods <= set(METHODS):
            raise ValueError(f"methods are of {', '.join(METHODS)}")
        self._headers = frozenset(_checked_headers(dict.fromkeys(headers, "x"), "headers"))
        self._send: dict[str, dict[str, str]] = {}
        for origin, values in (send or {}).items():
            url = parse(origin)
            if url.target != "/":
                raise ValueError(f"headers are sent to an origin, not to {origin!r}")
            self._send[url.origin] = _checked_headers(values, "send")
        for name, number in (("max_bytes", max_bytes), ("redirects", redirects)):
            if type(number) is not int or number < 0:
                raise ValueError(f"{name} must be a whole number, not {number!r}")
        if type(timeout) not in (int, float) or not 0 < timeout < 1e6:
            raise ValueError(f"timeout must be a number of seconds, not {timeout!r}")
        self._max_bytes = max_bytes
        self._timeout = timeout
        self._redirects = redirects
        self._private: bool = private if type(private) is bool else False
        self._named = () if type(private) is bool else networks(private)
        self._named += tuple(
            ipaddress.ip_network(rule.url.address) for rule in self._rules if rule.url.address is not None
        )
        if tls is not None and not isinstance(tls, ssl.SSLContext):
            raise TypeError("tls is an ssl.SSLContext")
        self._tls = tls
        self._resolve = _look_up if resolve is None else resolve

    def _read_only(self) -> Cap:
        copy = type(self).__new__(type(self))
        copy.__dict__.update({name: value for name, value in self.__dict__.items() if "__" not in name})
        copy._methods = self._methods & {"GET", "HEAD"}
        return copy

    # ------------------------------------------------------------ what a guest calls

    def get(self, url: str, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """GET; see request()."""
        return self.request("GET", url, headers=headers)

    def head(self, url: str, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """HEAD; see request()."""
        return self.request("HEAD", url, headers=headers)

    def post(
        self,
        url: str,
        body: bytes | str | None = None,
        *,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """POST; see request()."""
        return self.request("POST", url, body, json=json, headers=headers)

    def put(
        self,
        url: str,
        body: bytes | str | None = None,
        *,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """PUT; see request()."""
        return self.request("PUT", url, body, json=json, headers=headers)

    def patch(
        self,
        url: str,
        body: bytes | str | None = None,
        *,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """PATCH; see request()."""
        return self.request("PATCH", url, body, json=json, headers=headers)

    def delete(self, url: str, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """DELETE; see request()."""
        return self.request("DELETE", url, headers=headers)

    def request(
        self,
        method: str,
        url: str,
        body: bytes | str | None = None,
        *,
        json: Any = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Ask a server. Return a dict: status, reason, url (of the last redirect), headers (names in lower
        case), body (bytes), json (the value if the answer says that it is JSON, else None).

        body: bytes, or a str in UTF-8. json: a value that is sent as JSON.

        Raises PermissionError for what is not allowed, TimeoutError, OSError for what has failed, and
        TypeError or ValueError for arguments that cannot be. A status of 400 and more is no error.
        """
        content, given = self._content(body, json), _checked_headers(headers, "headers")
        refused = sorted(given.keys() - self._headers)
        if refused:
            raise PermissionError(f"the header {refused[0]!r} is not allowed")
        if json is not None:
            given.setdefault("content-type", "application/json")
        with _Deadline(self._timeout) as deadline:
            return self._follow(method, parse(url), content, given, deadline)

    # ------------------------------------------------------------ inside

    def _content(self, body: object, value: Any) -> bytes | None:
        if value is not None:
            if body is not None:
                raise TypeError("a request has a body or json, but not both")
            body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if type(body) is str:
            body = body.encode()
        if body is not None and type(body) is not bytes:
            raise TypeError(f"a body must be bytes or str, not {type(body).__name__}")
        if body is not None and len(body) > self._max_bytes:
            raise ValueError(f"a body may have {self._max_bytes} bytes")
        return body

    def _follow(
        self, method: str, url: Url, content: bytes | None, given: dict[str, str], deadline: _Deadline
    ) -> dict[str, Any]:
        """A request and its redirects."""
        for left in range(self._redirects, -1, -1):
            self._check(method, url)
            answer = self._ask(method, url, content, given, deadline)
            location = answer["headers"].get("location")
            if answer["status"] not in _REDIRECTS or location is None or self._redirects == 0:
                return answer
            if left == 0:
                break
            try:
                # what is no ASCII in it are bytes that http.client has read as Latin-1
                location = quote(location.encode("latin-1"), safe="%/:=&?~#+!$,;'@()*[]-._")
                following = parse(urljoin(str(url), location))
            except ValueError as error:
                raise PermissionError(f"a redirect is not followed: {error}") from None
            if answer["status"] == 303 or (answer["status"] in (301, 302) and method == "POST"):
                method, content = method if method == "HEAD" else "GET", None
                given.pop("content-type", None)
            if following.origin != url.origin:
                for name in ("authorization", "cookie"):
                    given.pop(name, None)
            url = following
        raise OSError(f"more than {self._redirects} redirects")

    def _check(self, method: str, url: Url) -> None:
        """PermissionError for what is not allowed."""
        if method not in self._methods:
            raise PermissionError(f"the method {str(method)[:20]!r} is not allowed")
        if not any(rule.matches(url) for rule in self._rules):
            raise PermissionError(f"{url.origin}{url.path} is not allowed"[:500])

    def _addresses(self, url: Url, deadline: _Deadline) -> list[Address]:
        """What a host's name leads to, all of it checked."""
        if url.address is not None:
            found: list[Address] = [url.address]
        else:
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

    def _ask(
        self, method: str, url: Url, content: bytes | None, given: dict[str, str], deadline: _Deadline
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
                raise OSError("the answer has too many headers")
            if response.status < 200:
                raise OSError(f"an answer with status {response.status}")
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

    def _connect(self, url: Url, deadline: _Deadline) -> HTTPConnection:
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

    def _body(self, response: Any, encoding: str, deadline: _Deadline) -> bytes:
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


class _Told(OSError):
    """An error that the guest may hear of as it is."""


def _decoder(encoding: str, data: bytes) -> Any:
    """What decompresses that: "deflate" comes with a header or without."""
    if encoding != "deflate":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


class _Plain(HTTPConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line


class _Secure(HTTPSConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line
