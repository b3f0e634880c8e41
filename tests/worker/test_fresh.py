"""Fresh means fresh: nothing of the application, nothing of another sandbox."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
from pathlib import Path

import pytest

import objcap
from objcap import Sandbox
from objcap.worker import zygote

SECRET = "a-secret-of-the-application-" + os.urandom(8).hex()


def process(box: Sandbox) -> Path:
    return Path(f"/proc/{zygote.process_of(box._session.worker.pidfd)[0]}")


def test_nothing_stays_for_the_next_sandbox() -> None:
    with Sandbox() as first:
        first.exec("import json, random\njson.mark = x = 1\nrandom.seed(1)\nimport builtins")
    with Sandbox() as second:
        with pytest.raises(objcap.GuestError):
            second.eval("x")
        assert second.run("import json\nhasattr(json, 'mark')").value is False


def test_two_at_once_are_apart() -> None:
    with Sandbox() as first, Sandbox() as second:
        first.exec("x = 1")
        second.exec("x = 2")
        assert (first.eval("x"), second.eval("x")) == (1, 2)


def test_chance_differs() -> None:
    source = "import random\n(random.random(), random.getrandbits(64))"
    values = {objcap.run(source).value for _ in range(5)}
    assert len(values) == 5


def test_twins_say_what_they_share() -> None:
    with Sandbox() as box:
        box.exec("import random")
        with box.fork() as twin:
            assert box.eval("random.random()") == twin.eval("random.random()")  # a copy is a copy


def test_argv_environment_and_folder_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBJCAP_TEST_SECRET", SECRET)
    zygote.shutdown()
    with Sandbox() as box:
        assert box.run("import sys\nsys.argv").value == [""]
        assert box.run("import os\nlist(os.environ.items())").value == []
        assert (process(box) / "environ").read_bytes().strip(b"\0") == b""
        assert SECRET.encode() not in (process(box) / "cmdline").read_bytes()
        assert os.readlink(process(box) / "cwd") == "/"


def test_descriptors_are_the_socket_and_the_standard_streams() -> None:
    with open(__file__), Sandbox() as box, Sandbox() as other:
        other.eval("1")
        box.eval("1")
        found = {int(p.name): os.readlink(p) for p in (process(box) / "fd").iterdir()}
        assert set(found) == {0, 1, 2, 3}
        assert found[0] == found[1] == found[2] == "/dev/null" and found[3].startswith("socket:")
        with box.fork() as twin:
            twin.eval("1")
            found = {int(p.name): os.readlink(p) for p in (process(twin) / "fd").iterdir()}
            assert len(found) == 4 and sum(name.startswith("socket:") for name in found.values()) == 1


def test_the_memory_of_the_application_is_not_in_the_worker() -> None:
    kept = [SECRET + str(number) for number in range(100)]
    zygote.shutdown()
    with Sandbox() as box:
        box.eval("1")
        maps = (process(box) / "maps").read_text().splitlines()
        with open(process(box) / "mem", "rb", 0) as memory:
            for line in maps:
                match = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
                if match is None or "[v" in line:
                    continue
                start, end = (int(part, 16) for part in match.groups())
                memory.seek(start)
                with contextlib.suppress(OSError):
                    assert SECRET.encode() not in memory.read(end - start)
    assert kept


def test_namespaces_and_ids_are_its_own() -> None:
    with Sandbox() as box:
        box.eval("1")
        for name, kind in (
            ("network", "net"),
            ("mount", "mnt"),
            ("uts", "uts"),
            ("ipc", "ipc"),
            ("pid", "pid"),
        ):
            if box.walls[f"{name}-namespace"] == "on":
                inside = os.readlink(process(box) / "ns" / kind)
                assert inside != os.readlink(f"/proc/self/ns/{kind}")


HOST_FOLDERS = [
    os.getcwd(),
    os.path.dirname(os.__file__),
    os.path.dirname(objcap.__file__),
    *(prefix for prefix in (sys.prefix, sys.base_prefix, os.path.expanduser("~")) if len(prefix) > 5),
]


def test_host_name_and_paths_are_not_visible() -> None:
    with Sandbox() as box:
        box.exec("import sys, zoneinfo, decimal, asyncio, csv\ndef f(): pass")
        told = box.eval("repr([sys.path, sys.argv, sys.modules, f.__code__, sys.version, sys.__dict__])")
        told += box.eval(
            "repr([(vars(m).get('__file__'), vars(m).get('__cached__'), vars(m).get('__path__'),"
            " vars(m).get('__spec__')) for m in sys.modules.values()])"
        )
        name = socket.gethostname()
        assert len(name) < 4 or name not in told
        assert not [folder for folder in HOST_FOLDERS if folder in told]
        assert str(os.getpid()) not in told
        with pytest.raises(objcap.GuestError):
            box.exec("import platform\nprint(platform.node()[0])")


def test_paths_of_the_host_are_in_no_traceback(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "price.py").write_text("import json\n\ndef load(text):\n    return json.loads(text)\n")
    (tmp_path / "wrong.py").write_text("def f(:\n    pass\n")
    with Sandbox(path=[tmp_path]) as box:
        box.exec("import sys, shop.price, re._compiler, json.decoder")
        assert box.eval("sys.path") == ["/path/0"]
        assert box.eval("shop.__path__, shop.price.__file__") == (["/path/0/shop"], "/path/0/shop/price.py")
        for source in ("shop.price.load('{')", "import wrong", "re.compile('(')", "import nothing"):
            with pytest.raises(objcap.GuestError) as caught:
                box.exec(source)
            said = caught.value.traceback + caught.value.message
            assert not [folder for folder in [*HOST_FOLDERS, str(tmp_path)] if folder in said]
        with pytest.raises(objcap.GuestError) as caught:
            box.exec("shop.price.load('{')")
        assert (
            'File "/path/0/shop/price.py", line 4, in load\n    return json.loads(text)'
            in caught.value.traceback
        )
        names = box.eval(
            "[v.__code__.co_filename for m in list(sys.modules.values()) for v in vars(m).values()"
            " if hasattr(getattr(v, '__code__', None), 'co_filename')]"
        )
        assert names and not [n for n in names for folder in HOST_FOLDERS if n.startswith(folder)]


def test_status_of_the_kernel() -> None:
    with Sandbox() as box:
        box.eval("1")
        status = (process(box) / "status").read_text()
        if box.walls["seccomp"] == "on":
            assert re.search(r"^Seccomp:\t2$", status, re.M)
            assert re.search(r"^NoNewPrivs:\t1$", status, re.M)
            assert re.search(r"^CapEff:\t0+$", status, re.M) and re.search(r"^CapPrm:\t0+$", status, re.M)
        assert re.search(r"^Threads:\t1$", status, re.M)
