"""The guest's importer: what is found and where, what is refused, and what it leaves exposed."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest
from support import run_objcap

from objcap import roots


@pytest.fixture
def tree(tmp_path: Path):
    """A function that writes files below a folder of the user's path."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


def guest(source: str, *options: str) -> str:
    """Run `source` in a guest; return what it printed."""
    done = run_objcap(*options, "-c", source)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


# ---------------------------------------------------------------- finding


def test_packages_and_relative_imports(tree) -> None:
    path = tree(
        {
            "pkg/__init__.py": "from .sub import y\nimport pkg.sub.mod as m\n",
            "pkg/sub/__init__.py": "from ..other import z\nfrom . import mod\ny = z + 1\n",
            "pkg/sub/mod.py": "q = __package__\n",
            "pkg/other.py": "z = 4\n",
        }
    )
    out = guest("import pkg; print(pkg.y, pkg.m.q, pkg.__path__, pkg.__file__)", "--path", str(path))
    assert out.split() == ["5", "pkg.sub", f"['{path}/pkg']", f"{path}/pkg/__init__.py"]


def test_namespace_packages_span_the_path(tree, tmp_path: Path) -> None:
    tree({"one/ns/a.py": "v = 1", "two/ns/b.py": "v = 2", "two/ns/deep/c.py": "v = 3"})
    options = ("--path", str(tmp_path / "one"), "--path", str(tmp_path / "two"))
    out = guest(
        "import ns.a, ns.b, ns.deep.c; print(ns.a.v, ns.b.v, ns.deep.c.v, len(ns.__path__))", *options
    )
    assert out == "1 2 3 2\n"


def test_order_is_that_of_python(tree) -> None:
    """Inside the interpreter or frozen, the user's path, the standard library; a refused module
    may be supplied as a file of its name; objcap's own modules cannot be replaced."""
    names = ["random", "socket", "abc", "time", "os", "_objcap_refuse", "_exit", "_objcap_guest"]
    path = tree({f"{name}.py": "mine = True" for name in names})
    source = f"for n in {names}: print(n, hasattr(__import__(n), 'mine'))"
    found = dict(line.split() for line in guest(source, "--path", str(path)).splitlines())
    assert [name for name in names if found[name] == "True"] == ["random", "socket"]


def test_package_of_the_user_does_not_mix_with_the_stdlib(tree) -> None:
    path = tree({"xml/__init__.py": "mine = True"})
    source = "import xml\ntry: import xml.etree\nexcept ModuleNotFoundError as e: print(xml.mine, e)"
    assert guest(source, "--path", str(path)) == "True No module named 'xml.etree'\n"


def test_refusals_say_why_and_are_not_found_by_those_who_only_ask() -> None:
    out = guest(
        """
import importlib.util
for name in 'socket', 'test.support', 'nosuch', 'json.nosuch':
    try:
        __import__(name)
    except ImportError as error:
        print(type(error).__name__, error.name, error)
print(importlib.util.find_spec('socket'))
"""
    )
    lines = out.splitlines()
    assert lines[0].startswith("ImportError socket objcap: import of 'socket' is refused: ")
    assert lines[1].startswith("ImportError test objcap: import of 'test' is refused: ")
    assert lines[2] == "ModuleNotFoundError nosuch No module named 'nosuch'"
    assert lines[3] == "ModuleNotFoundError json.nosuch No module named 'json.nosuch'"
    assert lines[4] == "None"


def test_finder_of_the_guest_may_supply_what_is_refused() -> None:
    assert (
        guest(
            """
import sys
from importlib.machinery import ModuleSpec
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return ModuleSpec(name, cls) if name == 'socket' else None
    create_module = staticmethod(lambda spec: None)
    exec_module = staticmethod(lambda module: setattr(module, 'mine', True))
sys.meta_path.append(Finder)
import socket
print(socket.mine)
"""
        )
        == "True\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "a/b",
        "../x",
        "/etc/passwd",
        "a..b",
        "",
        ".",
        "json.",
        "\0",
        "\ud800",
        "a" * 600,
        ".".join("a" * 99),
    ],
)
def test_names_that_are_no_names(name: str) -> None:
    assert guest(f"import _objcap_guest as g; print(g.locate({name!a}))") == "None\n"


def test_special_files_are_not_modules(tree) -> None:
    path = tree({"plain.py": "x = 1"})
    os.mkfifo(path / "fifo.py")
    (path / "folder.py").mkdir()
    (path / "dangling.py").symlink_to("/nonexistent")
    source = """
for name in 'fifo', 'folder', 'dangling':
    try:
        __import__(name)
    except ModuleNotFoundError:
        print(name)
"""
    assert guest(source, "--path", str(path)).split() == ["fifo", "folder", "dangling"]


# ---------------------------------------------------------------- code


def test_bytecode_on_the_users_path_is_never_used(tree, tmp_path: Path) -> None:
    """Neither beside the source, nor in __pycache__, nor with a time stamp that fits (R3)."""
    path = tree({"evil.py": "who = 'bytecode'\n", "alone.py": "who = 'alone'\n"})
    cached = py_compile.compile(str(path / "evil.py"), doraise=True)
    py_compile.compile(str(path / "alone.py"), cfile=str(path / "alone.pyc"), doraise=True)
    (path / "alone.py").unlink()
    status = (path / "evil.py").stat()
    (path / "evil.py").write_text("who = 'a_source'\n")
    os.utime(path / "evil.py", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert Path(str(cached)).exists()
    source = "import evil; print(evil.who)\ntry: import alone\nexcept ModuleNotFoundError as e: print(e)"
    assert guest(source, "--path", str(path)) == "a_source\nNo module named 'alone'\n"


def test_source_encodings(tree) -> None:
    path = tree(
        {
            "latin.py": b"# -*- coding: latin-1 -*-\ns = '\xe9'\n",
            "bom.py": b"\xef\xbb\xbfs = '\xc3\xa9'\n",
            "second.py": b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\ns = '\x80'\n",
            "bad.py": b"s = '\xff'\n",
            "nul.py": b"s = 1\0\n",
        }
    )
    out = guest(
        """
import latin, bom, second
print(ascii([latin.s, bom.s, second.s, latin.__loader__.get_source(), second.__loader__.get_source()[-4:]]))
for name in 'bad', 'nul':
    try:
        __import__(name)
    except SyntaxError as error:
        print(name)
""",
        "--path",
        str(path),
    )
    expected = ascii(["é", "é", "€", "# -*- coding: latin-1 -*-\ns = 'é'\n", "'€'\n"])
    assert out.splitlines() == [expected, "bad", "nul"]


@pytest.mark.parametrize(
    "broken", ["def f(:\n", "x = 1\n\nreturn 5\n", "def f():\n    1 / 0\nf()\n", "import gone\n"]
)
def test_tracebacks_are_those_of_python(tree, broken: str) -> None:
    """No frame of the importer shows, and the source lines do, the compiler's late errors included."""
    path = tree({"broken.py": broken, "main.py": "import broken\n"})
    locked = run_objcap(str(path / "main.py"))
    plain = subprocess.run([sys.executable, "-B", str(path / "main.py")], capture_output=True, text=True)
    assert (locked.returncode, locked.stderr) == (plain.returncode, plain.stderr)


def test_source_is_there_for_inspect_and_doctest(tree) -> None:
    path = tree({"mod.py": "def f():\n    return 41\n"})
    out = guest(
        "import inspect, mod, json; print(inspect.getsource(mod.f), len(inspect.getsource(json)) > 99)",
        "--path",
        str(path),
    )
    assert out == "def f():\n    return 41\n True\n"


# ---------------------------------------------------------------- again and again


def test_every_module_can_be_deleted_and_imported_again() -> None:
    out = guest(
        """
import sys
table = sys.modules
for name in '''sys builtins _imp _thread _io posix math json time _weakref _warnings os unicodedata array
               _frozen_importlib _frozen_importlib_external _objcap_guest importlib'''.split():
    first = __import__(name)
    del table[name]
    second = __import__(name)
    assert type(second) is type(first) and second.__name__ == first.__name__, name
    if name in ('sys', 'builtins', '_imp', '_frozen_importlib', '_objcap_guest'):
        assert first is second, name
import sys
assert sys.modules is table and sys.path is not None
import re
print('done')
"""
    )
    assert out == "done\n"


def test_reload(tree) -> None:
    path = tree({"again.py": "n = globals().get('n', 0) + 1"})
    source = """
import importlib, again, sys, math, json
print(importlib.reload(again).n, importlib.reload(sys) is sys, importlib.reload(math) is math,
      importlib.reload(json) is json)
"""
    assert guest(source, "--path", str(path)) == "2 True True True\n"


# ---------------------------------------------------------------- power


def test_extensions_come_from_the_table_only() -> None:
    """Neither a spec of the guest's, nor a poisoned table, nor importlib's loaders choose a path."""
    out = guest(
        """
import sys, types, _imp, _objcap_guest
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader
spec = types.SimpleNamespace(name='math', origin='/tmp/evil.so', loader=None)
loader = ExtensionFileLoader('math', '/tmp/evil.so')
print(_imp.create_dynamic(spec).sqrt(4), loader.create_module(spec).sqrt(9))
sys.modules['_socket'] = types.ModuleType('_socket')
for make in (lambda: _objcap_guest.extension('_socket'), lambda: _imp.create_builtin(ModuleSpec('pwd', None)),
             lambda: SourceFileLoader('x', '/etc/passwd').get_data('/etc/passwd'),
             lambda: _objcap_guest.extension(type('S', (str,), {})('math')),
             lambda: _objcap_guest.locate(b'math')):
    try:
        print(make())
    except Exception as error:
        print(type(error).__name__)
"""
    )
    assert out.splitlines() == [
        "2.0 3.0", "ImportError", "ImportError", "PermissionError", "TypeError", "TypeError",
    ]  # fmt: skip


def test_the_delegate_exposes_nothing() -> None:
    out = guest(
        """
import copy, pickle
f = __import__
for name in dir(f):
    value = getattr(f, name)
    assert name.startswith('__') and (isinstance(value, str) or name == '__class__' or callable(value)), name
for name in '__self__', '__globals__', '__dict__', '__code__', '__closure__', '__wrapped__':
    assert not hasattr(f, name), name
assert f.__reduce__() == '__import__' and copy.deepcopy(f) is f and pickle.loads(pickle.dumps(f)) is f
for change in (lambda: type(f)(), lambda: setattr(type(f), 'x', 1), lambda: setattr(f, 'x', 1)):
    try:
        change()
    except (TypeError, AttributeError):
        print('refused')
"""
    )
    assert out == "refused\n" * 3


def test_the_delegate_makes_its_arguments_exact() -> None:
    out = guest(
        """
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash('os')
    def __str__(self): return 'posix'
class Globals(dict):
    def __getitem__(self, key): 1 / 0
print(__import__(Name('json')).__name__, __import__('os', fromlist=(x for x in ['path'])).__name__)
print(__import__('decoder', Globals(__package__='json'), None, [Name('JSONDecoder')], True).__name__)
for arguments in ((b'json',), (), ('json', None, None, (), -1), ('json', None, None, (), 2**70),
                  ('x', None, None, (), 1),
                  ('json', None, None, (3,)), ('', ), (1, 2, 3, 4, 5, 6), ('json', {}, {}, None, 1.0)):
    try:
        print(__import__(*arguments))
    except Exception as error:
        print(type(error).__name__, end=' ')
"""
    )
    assert out.splitlines() == [
        "json os",
        "json.decoder",
        "TypeError TypeError ValueError OverflowError KeyError TypeError ValueError TypeError TypeError ",
    ]


def test_bootstrap_answers_no_question_of_the_provider(tree) -> None:
    """CPython reads the magic number of bytecode from importlib's Python attributes: the provider
    must not ask there."""
    out = guest(
        """
import _frozen_importlib
class Trap:
    def __getattr__(self, name):
        print('asked for', name)
        raise AttributeError(name)
_frozen_importlib._bootstrap_external = Trap()
import colorsys
print(colorsys.__name__)
"""
    )
    assert out == "colorsys\n"


# ---------------------------------------------------------------- the policy


def test_strict_has_no_sys_unless_the_path_has(tree) -> None:
    source = """
import math, array, collections, codecs
for name in 'sys', 'os', 'json':
    try:
        print(__import__(name).mine)
    except ImportError as error:
        print('refused' in str(error))
"""
    assert guest(source, "--strict") == "True\nTrue\nTrue\n"
    path = tree({"sys.py": "mine = 'my sys'", "operator.py": "1 / 0", "reprlib.py": "1 / 0"})
    assert guest(source, "--strict", "--path", str(path)) == "my sys\nTrue\nTrue\n"


def test_extra_modules() -> None:
    settings = type("Settings", (), {"modules": frozenset(["no_such_module"]), "path": (), "strict": False})
    with pytest.raises(roots.PlanError, match="no module of that name"):
        roots.plan({}, settings)  # type: ignore[arg-type]
    settings.modules = frozenset(["pytest"])
    with pytest.raises(roots.PlanError, match="permitted by its folder"):
        roots.plan({}, settings)  # type: ignore[arg-type]


def test_odd_file_name_encoding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """CPython would ask the guest's codecs for the path of an extension module."""
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "euc_jp")
    settings = type("Settings", (), {"modules": frozenset(), "path": (), "strict": False})
    with pytest.raises(roots.PlanError, match="PYTHONUTF8=1"):
        roots.plan({}, settings)  # type: ignore[arg-type]
