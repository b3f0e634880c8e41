"""The program of the zygote: imports, locks itself down, preloads, and forks workers.

Started afresh by objcap.worker.zygote, as `python -I -c`, with nothing of the application but a socket.
"""

import _socket
import os
import sys

from objcap import _objcap, roots
from objcap._settings import Settings
from objcap.kernel import prepare
from objcap.kernel.namespaces import enter
from objcap.lockdown import ROWS, lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WORKER = 1 << 16  # the most modules that are kept in memory


def below(folder: str, package: str) -> list[str]:
    """The modules in a folder of Python files, by their dotted names."""
    names = []
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return []
    for entry in entries:
        name, dot, suffix = entry.partition(".")
        full = f"{package}.{name}" if package else name
        if not name.isidentifier():
            continue
        if suffix == "py" and name != "__init__":
            names.append(full)
        elif not dot and entry != "__pycache__":
            path = os.path.join(folder, entry)
            if os.path.isdir(path):
                names.append(full)
                names += below(path, full)
    return names


def permitted(settings: Settings) -> tuple[str, ...]:
    """Every module that a guest may import."""
    library = os.path.dirname(os.__file__)
    guest = roots.GUEST
    names: dict[str, None] = {}
    for name, row in ROWS.items():
        if row[2] == "deny":
            continue
        names[name] = None
        if row[1] == "py" and "." not in name:
            root = guest if row[2] == "tame" else library
            folder = os.path.join(root, name)
            if os.path.isdir(folder):
                names.update(dict.fromkeys(below(folder, name)))
    for folder in settings.path:
        names.update(dict.fromkeys(below(folder, "")))
    names.update(dict.fromkeys(settings.modules))
    return tuple(names)[:WORKER]


def main() -> None:
    """Become the zygote. Comes back in no process."""
    control = _socket.socket(fileno=int(sys.argv[1]))
    options: dict[str, Any] = _objcap.wire_decode(control.recv(1 << 20))
    mode = options["kernel"]
    try:
        namespaces = enter("off" if mode == "off" or _objcap._UNWALLED else "auto")
        if namespaces["pid"] == "on":
            launch(control)
        walls = [
            prepare("zygote", mode, empty_root=namespaces["mount"] == "on"),
            prepare("worker-new", mode, over="zygote"),
            prepare("worker", mode, over="worker-new"),
            prepare("worker-fork", mode, over="worker-new"),
        ]
        settings = Settings(
            modules=frozenset(options["modules"]),
            path=tuple(options["path"]),
            streams=(False, True, True),
            argv=("",),
            recursion_limit=options["recursion"],
            keep="zygote",
            clock=(0, 0, 0, 0) if options.get("clock") else None,  # each worker is told its own
            kernel="off",  # it has walls of its own, which go up when the modules are there
        )
        settings.store = permitted(settings)
        told = {f"{name}-namespace": status for name, status in namespaces.items()}
        hello = _objcap.wire_encode({"walls": {**walls[1].parts, **told}})
        data = tuple(wall.data() for wall in walls) if mode != "off" else None
        _objcap.zygote_prepare(control.fileno(), data)
        lock(settings)
    except Exception as error:
        control.send(_objcap.wire_encode({"error": f"{type(error).__name__}: {error}"}))
        return
    serve(options["preload"], hello)


def launch(control: _socket.socket) -> None:
    """Fork, for the new pid namespace begins with the next child. Returns in the child; the parent
    ends when that has ended."""
    child = os.fork()
    if child == 0:
        return
    control.close()
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 2)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def serve(preload: "list[str]", hello: bytes) -> None:
    """Guest code from here on: no power is left but to fork."""
    for name in preload:
        __import__(name)
    worker = __import__("_worker")
    worker.start(lambda: _objcap.zygote(hello))
