"""Http: what is asked, where it goes, and how much comes back."""

from __future__ import annotations

import gzip
import ipaddress
import json
import shutil
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from objcap import Sandbox, caps
from objcap.caps._url import Rule, in_networks, is_public, networks, parse

# ---------------------------------------------------------------- addresses of the web


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("HTTPS://example.org.:443/a", "https://example.org/a"),
        ("http://example.org:80?q=1", "http://example.org/?q=1"),
        ("http://example.org:8080/%7euser/a%2fb#part", "http://example.org:8080/~user/a%2Fb"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
        ("http://127.0.0.1:81/", "http://127.0.0.1:81/"),
        ("http://a_b.example/a;b=c,d/?x=/../y", "http://a_b.example/a;b=c,d/?x=/../y"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_addresses_have_one_form(text: str, read: str) -> None:
    url = parse(text)
    assert str(url) == read and str(parse(str(url))) == read


REFUSED = (
    """
ftp://example.org/
//example.org/
example.org
http:example.org
http:/example.org/
http://
http:///path
https://user@example.org/
https://user:pass@example.org/
https://example.org@evil.example/
https://evil.example\\@example.org/
https://example.org\\.evil.example/
http://example.org:0/
http://example.org:65536/
http://example.org:-1/
http://example.org:80:81/
http://example.org: 80/
http://example.org:٨٠/
http:// example.org/
http://example.org/a b
http://example.org/\t
http://exa\tmple.org/
http://example.org\r\nHost:%20evil/
http://example..org/
http://.example.org/
http://-example.org/
http://exam%70le.org/
http://exämple.org/
http://example。org/
http://ⓔxample.org/
http://127.1/
http://2130706433/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://127.0.0.01/
http://127.0.0.1.2/
http://256.1.1.1/
http://1.2.3.0x4/
http://[::1
http://::1/
http://[::1%25eth0]/
http://[fe80::1%eth0]/
http://[v1.x]/
http://[127.0.0.1]/
http://example.org/v1/../admin
http://example.org/v1/./x
http://example.org/v1/..
http://example.org/v1/%2e%2e/admin
http://example.org/v1/%2E./admin
http://example.org/v1/..%2fadmin
http://example.org/v1/%2e%2e%2fadmin
http://example.org/v1/%252e%252e/admin
http://example.org/v1/%25252e%25252e%25252fadmin
http://example.org/v1/..;/admin
http://example.org/v1/..;x=y/admin
http://example.org/v1/%2e%2e%3b/admin
http://example.org/v1/..%5cadmin
http://example.org/v1//admin
http://example.org//admin
http://example.org/v1/%2f/admin
http://example.org/v1/%00
http://example.org/v1/%0d%0aHost:x
http://example.org/v1/%zz
http://example.org/v1/%
http://example.org/v1/ä
http://example.org/v1/<x>
http://example.org/v1?ä
http://example.org/v1?a|b
http://example.org/%2525252525252541
""".replace("\\t", "\t")
    .replace("\\r", "\r")
    .replace("\\n", "\n")
    .strip("\n")
)


@pytest.mark.parametrize("text", [line for line in REFUSED.split("\n") if not line.startswith("Host:")])
def test_addresses_that_could_be_read_in_two_ways(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_addresses_that_are_none() -> None:
    for value in (b"http://example.org/", None, 5, type("Str", (str,), {})("http://example.org/")):
        with pytest.raises(TypeError):
            parse(value)
    with pytest.raises(ValueError, match="8192 characters"):
        parse("http://example.org/" + "a" * 9000)


@given(st.text(), st.text(alphabet="/.%2eEfF5c;\\:@#?[]*x"))
def test_whatever_is_read_has_one_form(anything: str, special: str) -> None:
    for text in (
        anything,
        f"http://{special}",
        f"http://example.org/{special}",
        f"http://example.org{special}/x",
    ):
        try:
            url = parse(text)
        except ValueError:
            continue
        again = parse(str(url))
        assert again == url
        assert ".." not in url.path.split("/") and "\\" not in str(url) and "@" not in url.authority
        if not special.startswith((":", ".")) and url.host != "example.org":
            assert not Rule("http://example.org").matches(url)


PARTS = [
    "http://",
    "https://",
    "a.example",
    "EVIL.example",
    "127.0.0.1",
    "[::1]",
    ":",
    "80",
    "@",
    "/",
    "..",
    ".",
]
PARTS += [
    "%2e",
    "%2F",
    "%5c",
    "%",
    "?",
    "#",
    ";",
    "\\",
    "//",
    "*",
    "xn--",
    "0x7f",
    "é",
    " ",
    "\t",
    "\x00",
    "v1",
    "&",
    "=",
]


@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_others_read_what_is_sent_in_the_same_way(parts: list[str]) -> None:
    try:
        url = parse("".join(parts))
    except ValueError:
        return
    split = urlsplit(str(url))
    other = parse_url(str(url))
    port = {"http": 80, "https": 443}[url.scheme]
    assert (split.scheme, split.hostname, split.port or port, split.path, split.query or None) == (
        url.scheme,
        url.host,
        url.port,
        url.path,
        url.query or None,
    )
    assert (
        other.scheme,
        (other.host or "").strip("[]"),
        other.port or port,
        other.path,
        other.query or None,
    ) == (
        url.scheme,
        url.host,
        url.port,
        url.path,
        url.query or None,
    )
    assert urljoin(str(url), url.path).split("?")[0] == str(url).split("?")[0]


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (
            "https://api.example.org/v1/*",
            [
                "https://api.example.org/v1/",
                "https://API.example.org:443/v1/a/b?c",
                "https://api.example.org./v1/x",
            ],
            [
                "http://api.example.org/v1/",
                "https://api.example.org/v1",
                "https://api.example.org/v10",
                "https://api.example.org/V1/x",
                "https://api.example.org:444/v1/x",
                "https://x.api.example.org/v1/x",
                "https://api.example.org.evil.example/v1/x",
            ],
        ),
        ("https://a.example", ["https://a.example/", "https://a.example/x"], ["https://b.example/"]),
        ("https://a.example/", ["https://a.example/", "https://a.example?q"], ["https://a.example/x"]),
        ("https://a.example/x", ["https://a.example/x", "https://a.example/%78"], ["https://a.example/x/"]),
        (
            "http://*.example.org:8000/*",
            ["http://a.example.org:8000/", "http://b.a.example.org:8000/x"],
            ["http://example.org:8000/", "http://aexample.org:8000/", "http://a.example.org/"],
        ),
        ("http://[::1]:80/*", ["http://[0:0::1]/x"], ["http://[::2]/x", "http://127.0.0.1/"]),
    ],
)
def test_rules(rule: str, yes: list[str], no: list[str]) -> None:
    assert all(Rule(rule).matches(parse(text)) for text in yes)
    assert not any(Rule(rule).matches(parse(text)) for text in no)


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "https://*",
        "https://*/",
        "https://*.org/",
        "https://*.1.2.3.4/",
        "https://a.*.org/",
        "https://a.org/*/b",
        "https://a.org/x*",
        "https://a.org/?q",
        "ftp://a.org/",
        "https://u@a.org/",
        "https://a.org/../*",
        "a.org",
        "https://a.org/*#",
        "https://127.1/*",
        "https://*a.org/",
        "",
    ],
)
def test_rules_that_are_none(text: str) -> None:
    with pytest.raises(ValueError):
        Rule(text)


PRIVATE = """0.0.0.0 0.1.2.3 10.1.1.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.168.1.1 198.18.0.1 224.0.0.1 239.1.1.1
240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::127.0.0.1
64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1
2001:db8::1 2002:7f00:1:: 2002:a00:1:: fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 5f00::1 4000::1"""
PUBLIC = """1.1.1.1 8.8.8.8 172.32.0.1 100.128.0.1 192.0.1.1 223.255.255.255 2606:4700::1111 2a00:1450:4001::1
::ffff:8.8.8.8 64:ff9b::808:808"""


def test_which_addresses_are_public() -> None:
    for text in PRIVATE.split():
        assert not is_public(ipaddress.ip_address(text)), text
    for text in PUBLIC.split():
        assert is_public(ipaddress.ip_address(text)), text
    named = networks(["127.0.0.0/8", "fd00::/8"])
    assert in_networks(ipaddress.ip_address("::ffff:127.0.0.1"), named)
    assert not in_networks(ipaddress.ip_address("128.0.0.1"), named)
    with pytest.raises(TypeError):
        networks("127.0.0.1")
    with pytest.raises(ValueError):
        networks(["10.0.0.1/8"])


# ---------------------------------------------------------------- a server


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        server.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        status, headers, content = server.routes.get(self.path.split("?")[0], (404, {}, b"not here"))
        if callable(content):
            content(self)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[Any] = []
        self.routes: dict[str, Any] = {"/": (200, {"X-A": "b"}, b"hello")}
        self.base = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def http(server: Server, **options: Any) -> caps.Http:
    return caps.Http(**{"allow": [server.base], "methods": caps_methods, "timeout": 20.0, **options})


caps_methods = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def test_what_a_guest_gets(server: Server) -> None:
    server.routes["/json"] = (
        201,
        {"Content-Type": "application/vnd.x+json; charset=utf-8"},
        b'{"a": [1, null]}',
    )
    with Sandbox(grant={"http": http(server), "base": server.base}) as box:
        got = box.eval("http.get(base + '/')")
        assert (got["status"], got["body"], got["headers"]["x-a"], got["json"]) == (200, b"hello", "b", None)
        assert got["url"] == server.base + "/" and got["reason"] == "OK"
        assert box.eval("http.get(base + '/json')['json']") == {"a": [1, None]}
        assert box.eval("http.get(base + '/missing')['status']") == 404
        assert box.eval("http.head(base)['headers']['content-length'], http.head(base)['body']") == ("5", b"")
        box.exec(
            "for m in (http.post, http.put, http.patch): m(base + '/', 'text \\xe9'); m(base + '/', json=[1])"
        )
        box.exec(
            "http.delete(base + '/x'); http.request('POST', base, b'raw', headers={'Content-Type': 'a/b'})"
        )
    sent = [(method, headers.get("content-type"), body) for method, _, headers, body in server.seen]
    assert sent[5:7] == [("POST", None, b"text \xc3\xa9"), ("POST", "application/json", b"[1]")]
    assert sent[-2:] == [("DELETE", None, b""), ("POST", "a/b", b"raw")]
    headers = server.seen[0][2]
    assert headers["user-agent"] == "objcap" and headers["host"] == server.base[7:]
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_in_a_locked_interpreter(server: Server) -> None:
    program = f"""
    import objcap
    from objcap import caps
    http = objcap.capability(caps.limited(caps.Http([{server.base + "/*"!r}]), calls=2))
    names = dict(http=http, base={server.base!r})
    import sys
    assert not sys.modules.keys() & {{"urllib3", "ssl", "_ssl", "socket", "_socket"}}
    objcap.lockdown()
    exec("print(http.get(base + '/')['body'])", names)
    for attempt in ("http.post(base, b'')", "http.get(base)"):
        try:
            exec(attempt, names)
        except Exception as error:
            print(type(error).__name__, error)
    """
    program = textwrap.dedent(program)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stdout == (
        "b'hello'\nPermissionError the method 'POST' is not allowed\n"
        "PermissionError Http.get: its limit of calls is used up\n"
    ), run


def test_methods_hosts_ports_and_paths(server: Server) -> None:
    port = server.server_port
    client = http(server, allow=[f"{server.base}/v1/*", "http://named.example/*"], methods=["GET"])
    for method in ("POST", "get", "TRACE", "CONNECT", "GET ", "GET\r\nX: y", None, 5):
        with pytest.raises(PermissionError, match="method"):
            client.request(method, server.base + "/v1/")  # type: ignore[arg-type]
    for url in (
        server.base + "/",
        server.base + "/v2/",
        f"http://localhost:{port}/v1/",
        f"http://127.0.0.1:{port + 1}/v1/",
    ):
        with pytest.raises(PermissionError, match="is not allowed"):
            client.get(url)
    with pytest.raises(PermissionError):
        client.get(f"https://127.0.0.1:{port}/v1/")
    assert server.seen == []
    reading = caps.read_only(http(server))
    assert reading.get(server.base)["status"] == 200  # type: ignore[attr-defined]
    with pytest.raises(PermissionError):
        reading.post(server.base)  # type: ignore[attr-defined]
    with pytest.raises(PermissionError):
        reading.request("DELETE", server.base)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "headers",
    [{"X-Other": "v"}, {"Authorization": "Basic x"}, {"Cookie": "a=b"}, {"X-Forwarded-For": "1.2.3.4"}],
)
def test_headers_that_are_not_allowed(server: Server, headers: dict[str, str]) -> None:
    with pytest.raises(PermissionError, match="header"):
        http(server).get(server.base, headers=headers)
    assert server.seen == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "a\r\nX-Other: b"},
        {"Accept": "a\nb"},
        {"Accept": "a\0"},
        {"Accept": "é"},
        {"Accept\r\nX": "a"},
        {"Accept ": "a"},
        {"": "a"},
        {"Host": "other"},
        {"Content-Length": "5"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "keep-alive"},
        {"Expect": "100-continue"},
        {"Upgrade": "h2c"},
    ],
)
def test_headers_that_cannot_be(server: Server, headers: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        http(server, headers=("Accept",)).get(server.base, headers=headers)
    with pytest.raises((TypeError, ValueError)):
        http(server, headers=[*headers, "Host"])
    assert server.seen == []


def test_credentials_go_to_their_origin_only(server: Server) -> None:
    with Server() as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.routes["/away"] = (302, {"Location": other.base + "/"}, b"")
        server.routes["/stay"] = (302, {"Location": "/"}, b"")
        client = http(
            server,
            allow=[server.base, other.base],
            send={server.base: {"Authorization": "Bearer secret", "Accept": "theirs"}},
            headers=["Accept", "Cookie"],
        )
        client.get(server.base + "/away", headers={"Accept": "mine", "cookie": "c=d"})
        client.get(server.base + "/stay")
        other.shutdown()
        thread.join()
    assert [seen[2].get("authorization") for seen in server.seen] == ["Bearer secret"] * 3
    assert server.seen[0][2]["accept"] == "theirs" and server.seen[0][2]["cookie"] == "c=d"
    assert "authorization" not in other.seen[0][2] and "cookie" not in other.seen[0][2]
    for send in ({server.base + "/path": {}}, {"nothing": {}}, {server.base: {"Host": "x"}}):
        with pytest.raises(ValueError):
            http(server, send=send)


def test_nothing_is_taken_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    server.routes["/"] = (200, {"Set-Cookie": "a=b"}, b"")
    client = http(server)
    answers = [client.get(server.base), client.get(server.base)]
    assert all("set-cookie" not in answer["headers"] for answer in answers)
    assert all("cookie" not in seen[2] and "authorization" not in seen[2] for seen in server.seen)


# ---------------------------------------------------------------- redirects


def test_redirects(server: Server) -> None:
    server.routes.update(
        {
            "/301": (301, {"Location": "/"}, b""),
            "/303": (303, {"Location": "./"}, b""),
            "/307": (307, {"Location": server.base + "/?x=\xe9"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/none": (302, {}, b"no location"),
        }
    )
    client = http(server, redirects=3)
    assert client.get(server.base + "/301")["url"] == server.base + "/"
    assert client.post(server.base + "/303", "body")["status"] == 200
    assert client.put(server.base + "/307", "body")["url"] == server.base + "/?x=%E9"
    assert [(seen[0], seen[3]) for seen in server.seen] == [
        ("GET", b""),
        ("GET", b""),
        ("POST", b"body"),
        ("GET", b""),
        ("PUT", b"body"),
        ("PUT", b"body"),
    ]
    with pytest.raises(OSError, match="more than 3 redirects"):
        client.get(server.base + "/loop")
    assert client.get(server.base + "/none")["body"] == b"no location"
    assert http(server, redirects=0).get(server.base + "/301")["headers"]["location"] == "/"


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "//evil.example/",
        "https://127.0.0.1/",
        "/v2/",
        "/v1/../v2/",
        "/v1/%2e%2e/v2/",
        "../v2/",
        "http:\\\\evil.example/",
        "\\\\evil.example/",
        "file:///etc/passwd",
        "javascript:x",
        "http://user@127.0.0.1/v1/",
        "http://127.0.0.1@evil.example/v1/",
        "http://2130706433/v1/",
    ],
)
def test_redirects_that_are_not_allowed(server: Server, location: str) -> None:
    server.routes["/v1/go"] = (302, {"Location": location}, b"")
    server.routes["/v2/"] = (200, {}, b"secret")
    with pytest.raises(PermissionError):
        http(server, allow=[server.base + "/v1/*"]).get(server.base + "/v1/go")
    assert len(server.seen) == 1


def test_a_redirect_needs_its_method(server: Server) -> None:
    server.routes["/go"] = (303, {"Location": "/"}, b"")
    with pytest.raises(PermissionError, match="method 'GET'"):
        http(server, methods=["POST"]).post(server.base + "/go")


# ---------------------------------------------------------------- addresses behind names


def test_names_that_lead_inside(server: Server) -> None:
    port = server.server_port
    allow = [f"http://inside.example:{port}/*"]
    for answer in PRIVATE.split():
        client = caps.Http(allow, resolve=lambda host, port, answer=answer: [answer])  # type: ignore[misc]
        with pytest.raises(PermissionError, match="address that is not allowed"):
            client.get(f"http://inside.example:{port}/")
    for answers in (["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["fe80::1%1"], ["2606:4700::1%lo"]):
        client = caps.Http(allow, resolve=lambda host, port, answers=answers: answers)  # type: ignore[misc]
        with pytest.raises(PermissionError):
            client.get(f"http://inside.example:{port}/")
    assert server.seen == []
    for private in (True, ["127.0.0.1"], ["127.0.0.0/8"]):
        client = caps.Http(allow, private=private, resolve=lambda host, port: ["127.0.0.1"])
        assert client.get(f"http://inside.example:{port}/")["body"] == b"hello"
    assert server.seen[0][2]["host"] == f"inside.example:{port}"
    with pytest.raises(PermissionError):
        caps.Http(allow, private=["10.0.0.0/8"], resolve=lambda host, port: ["127.0.0.1"]).get(
            f"http://inside.example:{port}/"
        )


def test_localhost_must_be_named(server: Server) -> None:
    url = f"http://localhost:{server.server_port}/"
    with pytest.raises(PermissionError, match="address that is not allowed"):
        caps.Http([url]).get(url)
    assert caps.Http([url], private=["127.0.0.1", "::1"]).get(url)["status"] == 200


def test_a_name_that_changes_its_mind(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second look-up would lead inside."""
    asked: list[str] = []
    connected: list[Any] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["203.0.114.1"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: Any, *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: pytest.fail("looked up by somebody else")
    )
    client = caps.Http([f"http://rebind.example:{server.server_port}"], resolve=resolve)
    with pytest.raises(OSError, match="cannot be reached"):
        client.get(f"http://rebind.example:{server.server_port}/")
    assert asked == ["rebind.example"] and connected == [("203.0.114.1", server.server_port)]
    with pytest.raises(PermissionError):
        client.get(f"http://rebind.example:{server.server_port}/")
    assert len(connected) == 1


def test_an_address_that_is_named_is_named_for_itself(server: Server) -> None:
    port = server.server_port
    client = caps.Http([server.base, f"http://name.example:{port}"], resolve=lambda host, port: ["127.0.0.1"])
    assert client.get(server.base)["status"] == 200
    with pytest.raises(PermissionError, match="address that is not allowed"):
        client.get(f"http://name.example:{port}/")


def test_a_redirect_is_looked_up_anew(server: Server) -> None:
    port = server.server_port
    server.routes["/go"] = (302, {"Location": f"http://b.example:{port}/"}, b"")
    client = caps.Http(
        [f"http://a.example:{port}", f"http://b.example:{port}"],
        private=["127.0.0.1"],
        resolve=lambda host, port: ["127.0.0.1"] if host == "a.example" else ["127.0.0.2"],
    )
    with pytest.raises(PermissionError):
        client.get(f"http://a.example:{port}/go")
    assert len(server.seen) == 1


def test_names_that_lead_nowhere() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise socket.gaierror("secret name server 10.0.0.53")

    client = caps.Http(["http://a.example"], resolve=fail)
    with pytest.raises(OSError, match=r"^a\.example cannot be looked up$"):
        client.get("http://a.example/")
    with pytest.raises(OSError, match="has no address"):
        caps.Http(["http://a.example"], resolve=lambda host, port: []).get("http://a.example/")
    blocked = threading.Event()
    client = caps.Http(["http://a.example"], resolve=lambda *args: blocked.wait() and [], timeout=0.2)  # type: ignore[func-returns-value]
    with pytest.raises(TimeoutError):
        client.get("http://a.example/")
    blocked.set()


# ---------------------------------------------------------------- how much, and how long


def test_limits_of_size(server: Server) -> None:
    server.routes["/exact"] = (200, {}, b"x" * 1000)
    server.routes["/more"] = (200, {}, b"x" * 1001)
    client = http(server, max_bytes=1000)
    assert len(client.get(server.base + "/exact")["body"]) == 1000
    with pytest.raises(OSError, match="more than 1000 bytes"):
        client.get(server.base + "/more")
    assert client.post(server.base, b"x" * 1000)["status"] == 200
    with pytest.raises(ValueError, match="may have 1000 bytes"):
        client.post(server.base, b"x" * 1001)


def test_answers_without_end(server: Server) -> None:
    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    def headers(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X: " + b"x" * 1000 + b"\r\n")

    def large(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"x" * 60000 + b"\r\n") * 50 + b"\r\n")

    for name, content in (("/endless", endless), ("/headers", headers), ("/large", large)):
        server.routes[name] = (200, {}, content)
        with pytest.raises(OSError):
            http(server, max_bytes=10**5).get(server.base + name)


def bomb(encoding: str) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw": -15}[encoding])
    return b"".join([*(packer.compress(b"\0" * (1 << 20)) for _ in range(64)), packer.flush()])


def test_compressed_answers(server: Server) -> None:
    text = b"text " * 1000
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    for encoding, content in (
        ("gzip", gzip.compress(text)),
        ("x-gzip", gzip.compress(text[:2500]) + gzip.compress(text[2500:])),
        ("deflate", zlib.compress(text)),
        ("deflate", raw.compress(text) + raw.flush()),
        ("identity", text),
    ):
        server.routes["/"] = (200, {"Content-Encoding": encoding}, content)
        answer = http(server, max_bytes=5000).get(server.base)
        assert answer["body"] == text and "content-encoding" not in answer["headers"]
        with pytest.raises(OSError, match="more than 4999 bytes"):
            http(server, max_bytes=4999).get(server.base)
    for encoding, content in (
        ("gzip", b"no gzip"),
        ("gzip", gzip.compress(text)[:-9]),
        ("br", b"x"),
        ("gzip, gzip", gzip.compress(gzip.compress(text))),
    ):
        server.routes["/"] = (200, {"Content-Encoding": encoding}, content)
        with pytest.raises(OSError):
            http(server).get(server.base)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw"])
def test_a_bomb_is_not_unpacked(server: Server, encoding: str) -> None:
    import tracemalloc

    content = bomb(encoding)
    header = "gzip" if encoding == "gzip" else "deflate"
    server.routes["/"] = (200, {"Content-Encoding": header}, content)
    client = http(server, max_bytes=1 << 20)
    with pytest.raises(OSError):
        client.get(server.base)
    tracemalloc.start()
    with pytest.raises(OSError, match="more than 1048576 bytes"):
        client.get(server.base)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.parametrize("where", ["headers", "body", "nothing", "continues"])
def test_slow_answers_are_cut(server: Server, where: str) -> None:
    over = threading.Event()

    def drip(handler: Handler) -> None:
        if where == "body":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        if where == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not over.wait(0.02):
            if where == "continues":
                handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            elif where != "nothing":
                handler.wfile.write(b"x")

    server.routes["/"] = (200, {}, drip)
    with pytest.raises(TimeoutError, match="took too long"):
        http(server, timeout=0.4).get(server.base)
    over.set()


def test_broken_answers_say_nothing_of_the_host(server: Server) -> None:
    answers = (
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 101 S\r\n\r\n",
    )
    for answer in answers:

        def send(handler: Handler, answer: bytes = answer) -> None:
            handler.wfile.write(answer)
            handler.close_connection = True

        server.routes["/"] = (200, {}, send)
        with pytest.raises(OSError, match=r"has failed|with status 101") as caught:
            http(server).get(server.base)
        assert "127.0.0.1" not in str(caught.value)


def test_json_of_answers_is_plain(server: Server) -> None:
    for text in ("[" * 10**5, "[" * 95 + "]" * 95, "{", "[NaN]", "\xff", "1" * 10000):
        server.routes["/"] = (200, {"Content-Type": "application/json"}, text.encode("latin-1"))
        assert http(server).get(server.base)["json"] is None
    server.routes["/"] = (200, {"Content-Type": "text/html"}, b"[1]")
    assert http(server).get(server.base)["json"] is None
    server.routes["/"] = (200, {"Content-Type": "application/json"}, b"[" * 80 + b"]" * 80)
    assert http(server).get(server.base)["json"] is not None


def test_bodies_that_cannot_be(server: Server) -> None:
    client = http(server)
    for options in (
        {"body": 5},
        {"body": "x", "json": 1},
        {"json": {1, 2}},
        {"json": b"x"},
        {"headers": [1]},
    ):
        with pytest.raises(TypeError):
            client.post(server.base, **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        client.post(server.base, "\ud800")
    assert server.seen == []


@pytest.mark.parametrize(
    "options",
    [
        {"allow": "https://a.example"},
        {"methods": "GET"},
        {"methods": ["TRACE"]},
        {"methods": ["get"]},
        {"headers": "accept"},
        {"max_bytes": -1},
        {"max_bytes": 1.5},
        {"redirects": True},
        {"timeout": 0},
        {"timeout": float("nan")},
        {"private": "127.0.0.1"},
        {"private": ["nothing"]},
        {"private": 5},
        {"tls": True},
    ],
)
def test_options_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        caps.Http(**{"allow": ["https://a.example"], **options})


# ---------------------------------------------------------------- TLS


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate with")
def test_tls_goes_by_the_name(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            certificate,
            "-days",
            "2",
            "-subj",
            "/CN=tls.example",
            "-addext",
            "subjectAltName=DNS:tls.example",
        ],
        check=True,
        capture_output=True,
    )
    names: list[str | None] = []
    with Server() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.sni_callback = lambda line, name, _: names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        port = server.server_port
        trusting = ssl.create_default_context(cafile=certificate)
        options: dict[str, Any] = {"private": ["127.0.0.1"], "resolve": lambda host, port: ["127.0.0.1"]}
        allow = [f"https://tls.example:{port}", f"https://other.example:{port}"]
        client = caps.Http(allow, tls=trusting, **options)
        assert client.get(f"https://tls.example:{port}/")["body"] == b"hello"
        assert names == ["tls.example"] and server.seen[0][2]["host"] == f"tls.example:{port}"
        with pytest.raises(OSError, match=r"certificate of other\.example is not valid"):
            client.get(f"https://other.example:{port}/")
        with pytest.raises(OSError, match=r"certificate of tls\.example is not valid"):
            caps.Http(allow, **options).get(f"https://tls.example:{port}/")
        server.shutdown()
        thread.join()
    assert len(server.seen) == 1


def test_a_slow_handshake_is_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
        client = caps.Http([f"https://127.0.0.1:{port}"], timeout=0.3)
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            client.get(f"https://127.0.0.1:{port}/")
        assert time.monotonic() - started < 60
    assert json.dumps(started)
