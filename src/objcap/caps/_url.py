"""Addresses of the web, read strictly: what two programs could read in two ways is refused.

A guest writes them, and servers that redirect do. What is matched with the rules is what is sent.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_MOST = 8192  # characters
_PORTS = {"http": 80, "https": 443}
_SHAPE = re.compile(r"(https?)://([^/?]*)(/[^?]*)?(?:\?(.*))?", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# RFC 3986: unreserved, sub-delims, ":", "@", and escapes.
_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_DECODINGS = 5  # a path may be escaped so often; servers undo one or two


@dataclass(frozen=True, slots=True)
class Url:
    """scheme, host, port, path and query, in the one form that is sent. `host` is in lower case; one that is
    an address is in `address`, too."""

    scheme: str
    host: str
    port: int
    path: str
    query: str | None
    address: Address | None

    @property
    def origin(self) -> str:
        """scheme://host[:port]"""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """What the request line says."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    def __str__(self) -> str:
        return self.origin + self.target


def _host(text: str) -> tuple[str, Address | None]:
    """A host's name or address. ValueError."""
    if text.startswith("["):
        if not text.endswith("]") or "%" in text:  # a scope is a matter of this machine
            raise ValueError("not an IPv6 address")
        address = ipaddress.IPv6Address(text[1:-1])
        return str(address), address
    name = text.lower().removesuffix(".")
    if not name.isascii():
        raise ValueError("a host's name must be in ASCII: write its xn-- form")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("not the name of a host")
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        # 127.1, 0177.0.0.1, 2130706433, 0x7f000001: other programs read them as addresses
        return name, ipaddress.IPv4Address(name)
    return name, None


def _path(text: str) -> str:
    """A path with its escapes in one form. ValueError."""
    if not _PATH.fullmatch(text):
        raise ValueError("a path has characters that must be escaped")

    def escape(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    path = _ESCAPE.sub(escape, text)
    seen = path.encode()
    for _ in range(_DECODINGS):  # servers decode, some of them twice, and look for dots then
        if any(byte < 32 or byte == 127 for byte in seen):
            raise ValueError("a path has control characters")
        parts = seen.replace(b"\\", b"/").split(b"/")
        if any(part.split(b";")[0].strip() in (b".", b"..") for part in parts):
            raise ValueError("a path must not have '.' or '..' in it")
        if b"" in parts[1:-1]:
            raise ValueError("a path must not have '//' in it")
        decoded = unquote_to_bytes(seen)
        if decoded == seen:
            return path
        seen = decoded
    raise ValueError("a path is escaped too often")


def parse(text: object) -> Url:
    """Read an address. The part behind "#" is dropped. TypeError or ValueError."""
    if type(text) is not str:
        raise TypeError(f"an address must be a str, not {type(text).__name__}")
    if len(text) > _MOST:
        raise ValueError(f"an address has at most {_MOST} characters")
    if any(char <= " " or char == "\x7f" or char == "\\" for char in text):
        raise ValueError("an address must not have spaces, control characters or backslashes in it")
    match = _SHAPE.fullmatch(text.partition("#")[0])
    if match is None:
        raise ValueError("an address must begin with http:// or https://")
    scheme, authority, path, query = match[1].lower(), match[2], match[3] or "/", match[4]
    if "@" in authority:
        raise ValueError("an address must not have a user in it")
    named, colon, digits = authority.rpartition(":")
    if not colon or "]" in digits:
        named, digits = authority, ""
    if digits and not re.fullmatch(r"[0-9]{1,5}", digits):
        raise ValueError("not a port")
    port = int(digits) if digits else _PORTS[scheme]
    if not 0 < port < 65536:
        raise ValueError("not a port")
    host, address = _host(named)
    if query is not None and not _QUERY.fullmatch(query):
        raise ValueError("a query has characters that must be escaped")
    return Url(scheme, host, port, _path(path), query, address)


class Rule:
    """What may be asked: "https://api.example.org/v1/*".

    Scheme and port are as given; no port is that of the scheme. "*." before the host's name stands for one or
    more labels. A path that ends with "/*" stands for all below it, no path at all for everything, and any
    other for itself. Queries are not looked at.
    """

    def __init__(self, text: str) -> None:
        if type(text) is not str:
            raise TypeError(f"a rule must be a str, not {type(text).__name__}")
        scheme, _, rest = text.partition("://")
        authority, slash, path = rest.partition("/")
        if "?" in text or "#" in text:
            raise ValueError(f"a rule has no query: {text!r}")
        self.subdomains = authority.startswith("*.")
        self.below = not slash or path == "*" or path.endswith("/*")
        path = slash + (path[:-1] if self.below else path)
        try:
            self.url = parse(f"{scheme}://{authority.removeprefix('*.')}{path}")
        except ValueError as error:
            raise ValueError(f"{text!r} is no rule: {error}") from None
        if "*" in path or (self.subdomains and self.url.address is not None):
            raise ValueError(f"{text!r} is no rule: '*' stands before a name or at the end of a path")
        if self.subdomains and "." not in self.url.host:
            raise ValueError(f"{text!r} is no rule: that is every host there is")

    def matches(self, url: Url) -> bool:
        """May that be asked?"""
        own = self.url
        if (url.scheme, url.port) != (own.scheme, own.port):
            return False
        if not (url.host.endswith("." + own.host) if self.subdomains else url.host == own.host):
            return False
        return url.path.startswith(own.path) if self.below else url.path == own.path


# ---------------------------------------------------------------- addresses

# Not on the public Internet, or a machine's own business: RFC 6890 and its registries, and services that
# clouds offer to every program of theirs at fixed addresses.
_SPECIAL: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
_GLOBAL = ipaddress.ip_network("2000::/3")  # the part of IPv6 that is given out
# IPv4 addresses inside of IPv6: those of sockets, and those of a translator (RFC 6052).
_MAPPED = (ipaddress.ip_network("::ffff:0:0/96"), ipaddress.ip_network("64:ff9b::/96"))


def plain(address: Address) -> Address:
    """The IPv4 address inside of an IPv6 address, or the address."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _MAPPED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: Address) -> bool:
    """Is that an address of some machine on the Internet?"""
    address = plain(address)
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL:
        return False
    return not any(address in network for network in _SPECIAL if network.version == address.version)


def networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Networks by their names, "10.0.0.0/8" or "::1". TypeError or ValueError."""
    if isinstance(values, str):
        raise TypeError("private is a bool, or a list of addresses and networks")
    return tuple(ipaddress.ip_network(value) for value in values)


def in_networks(address: Address, allowed: tuple[Network, ...]) -> bool:
    """Is an address, or the IPv4 address in it, in one of these networks?"""
    return any(
        each in network
        for each in (address, plain(address))
        for network in allowed
        if network.version == each.version
    )
