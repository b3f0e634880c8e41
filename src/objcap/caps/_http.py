"""HTTP to the places that the host names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from objcap.caps._base import Cap
from objcap.caps._url import Rule, Url, networks, parse

if TYPE_CHECKING:
    import ssl

    from objcap.caps._http_client import Client, Deadline

if find_spec("urllib3") is None:
    raise ImportError("objcap.caps.Http needs urllib3 2: pip install 'objcap[http]'")

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
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]{0,8000}[\x21-\x7e])?|")
_REDIRECTS = (301, 302, 303, 307, 308)


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
        self._tls = tls
        self._resolve = resolve
        self._client: Client | None = None
        if tls is not None:
            self._connections()

    def _connections(self) -> Client:
        """What makes them; only the process that asks imports it."""
        if self._client is None:
            from objcap.caps._http_client import Client

            named = self._private, self._named
            self._client = Client(self._max_bytes, self._send, *named, self._tls, self._resolve)
        return self._client

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
        from objcap.caps._http_client import Deadline

        with Deadline(self._timeout) as deadline:
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
        self, method: str, url: Url, content: bytes | None, given: dict[str, str], deadline: Deadline
    ) -> dict[str, Any]:
        """A request and its redirects."""
        for left in range(self._redirects, -1, -1):
            self._check(method, url)
            answer = self._connections().ask(method, url, content, given, deadline)
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
