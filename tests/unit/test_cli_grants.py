"""What the command line grants: --read, --write, --net and so on."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from support import clean_environment, run_objcap, run_python

SCRIPT = """
import csv, json
with open("data/x.csv", newline="") as file:
    rows = list(csv.DictReader(file))
with open("out/y.json", "w") as file:
    json.dump(rows, file)
print(len(rows), "rows")
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "data" / "x.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "script.py").write_text(SCRIPT)
    return tmp_path


def test_a_script_runs_unchanged(place: Path) -> None:
    done = run_objcap("--read", "data/", "--write", "out/", "script.py", cwd=place)
    assert (done.stdout, done.stderr, done.returncode) == ("2 rows\n", "", 0)
    assert json.loads((place / "out" / "y.json").read_text()) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert os.listdir(place / "out") == ["y.json"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ((), "--read DIR"),
        (("--read", "data"), "--write out/y.json"),
        (("--write", "out"), "--read data/x.csv"),
        (("--read", "data", "--read", "out"), "--write out/y.json"),
    ],
)
def test_the_error_names_the_option(place: Path, options: tuple[str, ...], named: str) -> None:
    done = run_objcap(*options, "script.py", cwd=place)
    assert done.returncode == 1 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert last.startswith("PermissionError: ") and named in last
    assert str(place) not in done.stderr.replace(str(place / "script.py"), "")


def test_paths_are_named_in_every_way(place: Path) -> None:
    code = """
import os, pathlib, sys
for name in ("data/x.csv", "./data/../data/x.csv", "/data/x.csv", sys.argv[1]):
    assert pathlib.Path(name).read_text()[:3] == "a,b", name
assert os.listdir("data") == ["x.csv"] == os.listdir(pathlib.Path(sys.argv[1]).parent)
assert os.path.abspath("data/x.csv") == "/data/x.csv"
for name in ("secret", "data/../secret", sys.argv[2], "/etc/passwd", "data/link"):
    try:
        open(name).read()
    except OSError as error:
        assert "secret" not in str(error).replace(name, ""), error
    else:
        raise AssertionError(name)
print("done")
"""
    (place / "data" / "link").symlink_to(place / "secret")
    (place / "data" / "link").rename(place / "link")
    os.symlink(place / "secret", place / "data" / "inner")
    os.unlink(place / "data" / "inner")
    whole = str(place / "data" / "x.csv")
    done = run_objcap("--read", "data", "-c", code, whole, str(place / "secret"), cwd=place)
    assert done.stdout == "done\n", done.stderr


def test_one_file(place: Path) -> None:
    code = "print(open('data/x.csv').readline(), end=''); open('data/x.csv', 'w')"
    done = run_objcap("--read", "data/x.csv", "-c", code, cwd=place)
    assert done.stdout == "a,b\n" and "PermissionError" in done.stderr
    assert (place / "data" / "x.csv").read_text().startswith("a,b")


@pytest.mark.parametrize(
    "call", ["os.listdir('data')", "os.mkdir('new')", "pathlib.Path('data/x.csv').read_text()"]
)
def test_functions_that_need_files_name_the_option(place: Path, call: str) -> None:
    done = run_objcap("-c", f"import os, pathlib; {call}", cwd=place)
    assert "PermissionError: objcap:" in done.stderr and "--read DIR" in done.stderr


def test_one_file_to_write(place: Path) -> None:
    """What the error says is true: also of a file that is not there yet."""
    code = """
for mode in ("w", "a", "r+", "w+", "a+"):
    with open("out/y.json", mode) as file:
        file.write(mode + ".")
print(open("out/y.json").read())
for name, mode in (("out/z", "w"), ("data/x.csv", "r")):
    try:
        open(name, mode)
    except PermissionError:
        print("refused")
"""
    done = run_objcap("--write", "out/y.json", "-c", code, cwd=place)
    assert done.stdout == "w+.a+.\nrefused\nrefused\n", done.stderr
    assert os.listdir(place / "out") == ["y.json"]


@pytest.mark.parametrize(
    "folder", ["{prefix}", "{stdlib}", "{stdlib}/json", "{objcap}", "/", "link", "/proc/self", "/sys", "/dev"]
)
def test_modules_of_the_host_are_not_granted_for_writing(place: Path, folder: str) -> None:
    """A guest that writes there would write what the broker imports next, and the next run of objcap."""
    import objcap

    (place / "link").symlink_to(sys.prefix)
    own = {"prefix": sys.prefix, "stdlib": os.path.dirname(os.__file__)}
    path = folder.format(**own, objcap=os.path.dirname(objcap.__file__))
    done = run_objcap("--write", path, "-c", "print('ran')", cwd=place)
    assert (done.returncode, done.stdout) == (2, "") and "cannot be granted for writing" in done.stderr


@pytest.mark.parametrize(
    "path", [".", "helper", "helper/data.json", "queue.py", "email", "brotli", "unused", "__pycache__", "out"]
)
def test_modules_of_an_application_are_not_granted_for_writing(place: Path, path: str) -> None:
    """Nor what would become one."""
    (place / "helper").mkdir()
    (place / "__pycache__").mkdir()
    (place / "helper" / "__init__.py").write_text("")
    (place / "unused").mkdir()
    (place / "unused" / "__init__.py").write_text("")  # which nobody has imported yet
    source = "import sys, objcap, helper\nobjcap.lockdown(objcap.Policy(write=[sys.argv[1]]))\nprint('ran')"
    (place / "app.py").write_text(source)
    done = subprocess.run([sys.executable, "app.py", path], cwd=place, capture_output=True, text=True)
    if path in ("out", "helper/data.json"):  # a file that is no module
        assert done.stdout == "ran\n", done.stderr
    else:
        assert done.returncode == 1 and done.stdout == "", done.stdout
        assert f"ValueError: {path!r} cannot be granted for writing: " in done.stderr


def test_an_open_of_the_host_s_own_is_not_walled_in_by_net(place: Path) -> None:
    pytest.importorskip("urllib3")
    source = """
import objcap
from objcap import caps
policy = objcap.Policy(open=caps.as_open({"data": caps.Directory("data")}), net=["http://127.0.0.1:9"])
objcap.lockdown(policy)
from __main__ import http
try:
    http.get("http://127.0.0.1:9/")
except OSError:
    pass
print(open("data/x.csv").readline(), end="")
"""
    (place / "app.py").write_text(source)
    done = subprocess.run([sys.executable, "app.py"], cwd=place, capture_output=True, text=True)
    assert done.stdout == "a,b\n", done.stderr


def test_what_the_program_can_change_is_told(place: Path) -> None:
    options = ("--write", ".", "--log", "out/trail", "--save-grants", "p.toml")
    done = run_objcap(*options, "-c", "print('ran')", cwd=place)
    assert done.stdout == "ran\n" and done.stderr.splitlines() == [
        "objcap: note: --log out/trail: the program can change it, by --write .",
        "objcap: note: --save-grants p.toml: the program can change it, by --write .",
    ]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--read", "nowhere"), "'nowhere': No such file or directory"),
        (("--write", "nowhere/"), "No such file or directory"),
        (("--net", "example.org"), "is no rule"),
        (("--clock", "soon"), "'soon' is no date and time"),
        (("--env", "A=B"), "'A=B' is no name of a variable"),
        (("--policy", "nowhere.toml"), "'nowhere.toml': No such file or directory"),
        (("--log", "nowhere/log"), "No such file or directory"),
        (("--save-grants", "secret"), "File exists"),
        (("--clock", "fixed", "--clock", "fixed"), "--clock may be given once"),
        (("--read",), "option --read needs a value"),
        (("--ask=yes",), "option --ask takes no value"),
        (("--read", "../{name}/data", "--read", "data"), ""),
    ],
)
def test_wrong_options(place: Path, options: tuple[str, ...], why: str) -> None:
    given = [option.replace("{name}", place.name) for option in options]
    done = run_objcap(*given, *(["-c", "print('ran')"] if given != ["--read"] else []), cwd=place)
    if why:
        assert done.returncode == 2 and done.stdout == "" and why in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    else:
        assert done.stdout == "ran\n", done.stderr


def test_variables(place: Path) -> None:
    env = {**clean_environment(), "GIVEN": "yes", "OTHER": "no"}
    code = "import os; print(dict(os.environ), os.getenv('GIVEN'), os.environb.get(b'OTHER'))"
    done = run_objcap("--env", "GIVEN", "--env=MISSING", "-c", code, env=env)
    assert done.stdout == "{'GIVEN': 'yes'} yes None\n"
    assert done.stderr == "objcap: note: --env MISSING: there is no such variable\n"


def test_clocks() -> None:
    code = "import time, datetime; print(time.time(), datetime.datetime.now(datetime.UTC))"
    done = run_objcap("--clock", "fixed", "-c", code)
    assert done.stdout == "946684800.0 2000-01-01 00:00:00+00:00\n", done.stderr
    done = run_objcap("--clock", "2024-05-01T12:00:00Z", "-c", code)
    assert done.stdout == "1714564800.0 2024-05-01 12:00:00+00:00\n", done.stderr


def test_the_log(place: Path) -> None:
    done = run_objcap("--read=data", "--write=out", "--log", "trail", "script.py", cwd=place)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (place / "trail").read_text().splitlines()]
    calls = [line for line in lines if line["event"] == "call" and line["name"] == "open"]
    assert [line["args"] for line in lines if "a file of it" in line["name"] and "args" in line] == [
        ["'commit'"]
    ]
    assert [line["args"][:2] for line in calls] == [["'data/x.csv'", "'r'"], ["'out/y.json'", "'w'"]]
    assert {line["event"] for line in lines} == {"call", "return"} and all("time" in line for line in lines)
    run_objcap("--read=data", "--log", "trail", "-c", "open('secret\\n{}')", cwd=place)
    lines = [json.loads(line) for line in (place / "trail").read_text().splitlines()]
    assert lines[-1]["event"] == "raise" and lines[-1]["error"] == "PermissionError"


def test_the_log_hides_no_name(place: Path) -> None:
    """A long beginning that says nothing, and the name behind it."""
    code = """
for length in (1000, 6000):
    try:
        print(open("./" * length + "data/x.csv").readline(), end="")
    except OSError as error:
        print(error.strerror)
"""
    done = run_objcap("--read", "data", "--log", "trail", "-c", code, cwd=place)
    assert done.stdout == "a,b\nFile name too long\n", done.stderr
    first = json.loads((place / "trail").read_text().splitlines()[0])
    assert first["args"][0].endswith("./data/x.csv'")


def test_grants_are_saved_and_used(place: Path) -> None:
    saved = (
        "--read",
        "data",
        "--write",
        "out",
        "--env",
        "HOME",
        "--clock",
        "fixed",
        "--save-grants",
        "p.toml",
    )
    assert run_objcap(*saved, "script.py", cwd=place).returncode == 0
    text = (place / "p.toml").read_text()
    assert f'read = ["{place}/data"]' in text and 'clock = "fixed"' in text
    (place / "out" / "y.json").unlink()
    done = run_objcap("--policy", "p.toml", "script.py", cwd=place)
    assert done.stdout == "2 rows\n", done.stderr
    (place / "deep").mkdir()
    (place / "deep" / "p.toml").write_text('read = ["../data"]\nwithout = ["memoryview"]\n')
    done = run_objcap("--policy", "deep/p.toml", "--write", "out", "script.py", cwd=place)
    assert done.stdout == "2 rows\n", done.stderr
    (place / "bad.toml").write_text("reed = []\n")
    done = run_objcap("--policy", "bad.toml", "script.py", cwd=place)
    assert done.returncode == 2 and "there is no 'reed' in a policy" in done.stderr


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"path": "%s"}' % self.path.encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}"
    listening.shutdown()
    listening.server_close()


def test_requests(server: str) -> None:
    code = """
import sys
print(http.get(sys.argv[1] + "/v1/a")["json"])
try:
    http.get(sys.argv[1] + "/v2/a")
except PermissionError as error:
    print("refused", "/v2/a" in str(error))
"""
    done = run_objcap("--net", f"{server}/v1/*", "-c", code, server)
    assert done.stdout == "{'path': '/v1/a'}\nrefused True\n", done.stderr
    done = run_objcap("-c", code, server)
    assert "NameError: name 'http' is not defined" in done.stderr


# ---------------------------------------------------------------- asking


def asked(place: Path, *arguments: str) -> pexpect.spawn:
    command = ["-m", "objcap", "--ask", *arguments]
    return pexpect.spawn(
        sys.executable, command, cwd=str(place), env=clean_environment(), encoding="utf-8", timeout=30
    )


def test_ask_yes_and_save(place: Path) -> None:
    child = asked(place, "--save-grants", "p.toml", "script.py")
    child.expect(r"script.py asks to read '.*data/x.csv': yes, everything in its folder, or no\? \[y/f/n\]")
    child.sendline("y")
    child.expect(r"asks to write '.*out/y.json': everything in '.*out', yes or no\? \[y/n\]")
    child.sendline("y")
    child.expect("2 rows")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text = (place / "p.toml").read_text()
    assert f'read = ["{place}/data/x.csv"]' in text and f'write = ["{place}/out"]' in text
    (place / "out" / "y.json").unlink()
    assert run_objcap("--policy", "p.toml", "script.py", cwd=place).stdout == "2 rows\n"


def test_ask_no_is_remembered(place: Path) -> None:
    code = """
for _ in range(3):
    try:
        open("data/x.csv")
    except PermissionError as error:
        print("no:", error.strerror)
"""
    child = asked(place, "-c", code)
    child.expect(r"\[y/f/n\]")
    child.sendline("maybe")
    child.expect(r"\[y/f/n\]")
    child.sendline("n")
    for _ in range(3):
        child.expect("no: Permission denied, it was asked for")
    child.expect(pexpect.EOF)


def test_a_traceback_asks_for_nothing(place: Path) -> None:
    (place / "wrong.py").write_text("import json\n\njson.loads('{')\n")
    child = asked(place, "wrong.py")
    child.expect("JSONDecodeError")
    child.expect(pexpect.EOF)
    assert "asks to" not in child.before


def test_ask_does_not_grant_modules_of_the_host(place: Path) -> None:
    child = asked(place, "-c", f"open({os.path.dirname(os.__file__) + '/queue.py'!r}, 'a')")
    child.expect("PermissionError.*it cannot be granted for writing")
    child.expect(pexpect.EOF)
    assert "asks to" not in child.before


def test_ask_for_a_folder(place: Path) -> None:
    (place / "data" / "z").write_text("zzz")
    child = asked(
        place, "-c", "import os; print(open('data/z').read(), os.listdir('data'), open('data/x.csv').read(1))"
    )
    child.expect(r"\[y/f/n\]")
    child.sendline("f")
    child.expect(r"zzz \[.*\] a")
    child.expect(pexpect.EOF)


def test_ask_for_a_folder_leaves_what_is_granted_in_it(place: Path) -> None:
    code = "open('secret').close(); open('out/new', 'w').close(); print('ok')"
    child = asked(place, "--write", "out", "-c", code)
    child.expect(r"asks to read .*secret.* \[y/f/n\]")
    child.sendline("f")
    child.expect("ok")
    child.expect(pexpect.EOF)


def test_ask_for_writing_what_was_read(place: Path) -> None:
    child = asked(
        place, "-c", "print(open('data/x.csv').read(1)); open('data/x.csv', 'a').write('5,6'); print('ok')"
    )
    child.expect(r"\[y/f/n\]")
    child.sendline("y")
    child.expect(r"asks to write .* \[y/n\]")
    child.sendline("y")
    child.expect("ok")
    child.expect(pexpect.EOF)
    assert (place / "data" / "x.csv").read_text().endswith("5,6")


def test_ask_takes_no_answer_that_was_typed_before(place: Path) -> None:
    """A guest asks something harmless, does not read the answer, and lets it answer the real question."""
    code = "import time; print('Go on? [y/n]', flush=True); time.sleep(1.5); open('data/x.csv')"
    child = asked(place, "-c", code)
    child.expect(r"Go on\? \[y/n\]")
    child.sendline("y")
    child.expect(r"asks to read .* \[y/f/n\]")
    child.sendline("n")
    child.expect("PermissionError")
    child.expect(pexpect.EOF)


def test_ask_cannot_be_coloured(place: Path) -> None:
    """What a guest has printed before does not hide the question, and its path is shown as it is spelt."""
    code = "print('\\x1b[8m\\x1b(0\\x1b]11;', end='', flush=True)\nopen('da\\x1b[0mta')"
    child = asked(place, "-c", code)
    for undone in ("\x18", "\x1b[!p", "\x1b(B", "\x1b]104", "\x1b]110", "\x1b]111", "\x1b[0m\r\x1b[K"):
        child.expect_exact(undone)
    child.expect_exact("da\\x1b[0mta")
    child.sendline("n")
    child.expect("PermissionError")
    child.expect(pexpect.EOF)


def test_ask_without_a_terminal(place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "objcap", "--ask", "script.py"],
        cwd=place,
        env=clean_environment(),
        capture_output=True,
        text=True,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1 and "nobody can be asked: --ask needs a terminal" in done.stderr


# ---------------------------------------------------------------- the broker's own wall


def test_the_broker_opens_nothing_else(place: Path) -> None:
    """Landlock stands behind the folders: a broker that was made to open another file cannot."""

    from objcap import kernel

    if kernel.broker_wall((), False) is None:
        pytest.skip("this kernel has no Landlock")
    source = f"""
        import os
        from objcap.caps import _grants
        os.chdir({str(place)!r})
        wall = _grants.Wall(("data",), ("out",), False)
        open("secret").close()
        wall.raise_once()
        open("data/x.csv").close()
        open("out/new", "w").close()
        os.remove("out/new")
        import fractions, objcap.caps._seal  # what Python itself reads
        for attempt in (
            lambda: open("secret"),
            lambda: open("data/x.csv", "a"),
            lambda: open("data/new", "w"),
            lambda: open("/etc/passwd"),
            lambda: os.link("data/x.csv", "out/x"),
            lambda: os.mkfifo("out/fifo"),
            lambda: os.execv("/bin/true", ["true"]),
        ):
            try:
                attempt()
            except OSError as error:
                assert error.errno in (1, 13, 18), error
                continue
            raise AssertionError("it opened")
        print("held")
    """
    done = run_python(source)
    assert done.stdout == "held\n", done.stderr


def test_an_error_after_a_yes_names_the_guest_s_own_path(tmp_path: Path) -> None:
    from objcap.caps._consent import Consent

    (tmp_path / "hidden").mkdir()
    (tmp_path / "link").symlink_to("hidden")
    open_ = Consent("program", lambda question, answers: "y").open({})
    for mode in ("r", "w"):
        with pytest.raises(FileNotFoundError) as caught:
            open_(f"{tmp_path}/link/missing/file", mode)
        assert "hidden" not in str(caught.value)


def test_a_policy_without_files_is_saved(tmp_path: Path) -> None:
    """No capability, and so no broker that could write it at the end."""
    done = run_objcap("--clock", "fixed", "--save-grants", "p.toml", "-c", "print(1)", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert 'clock = "fixed"' in (tmp_path / "p.toml").read_text()
