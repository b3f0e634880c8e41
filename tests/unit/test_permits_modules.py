"""The tables of modules and audit events agree with the running Python, row by row."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from objcap import permits_audit, permits_modules, permits_stdlib

VERSIONS = ((3, 11), (3, 12), (3, 13))
RUNNING = sys.version_info[:2]
SOURCE = Path(__file__).resolve().parents[2] / "src" / "objcap"
GUEST = SOURCE / "guest"
LIBRARY = Path(sysconfig.get_path("stdlib"))
DYNLOAD = Path(sysconfig.get_config_var("DESTSHARED"))
MODULES = permits_modules.MODULES
EVENTS = permits_audit.EVENTS


def applies(versions: str, version: tuple[int, int] = RUNNING) -> bool:
    if not versions:
        return True
    low, dash, high = versions.partition("-")
    bounds = [tuple(map(int, text.split("."))) if text else None for text in (low, high if dash else low)]
    return (bounds[0] is None or bounds[0] <= version) and (bounds[1] is None or version <= bounds[1])


ROWS = {row[0]: row for row in MODULES if applies(row[3])}


def verdict(name: str) -> str:
    """What the tables say of a module: its own row, or that of the package above it."""
    while name not in ROWS:
        name, dot, _ = name.rpartition(".")
        if not dot:
            return "none"
    return ROWS[name][2]


def extensions() -> set[str]:
    return {entry.name.partition(".")[0] for entry in DYNLOAD.glob("*.so")}


def source_of(name: str) -> Path | None:
    """The file of a pure-Python module of the stdlib."""
    base = LIBRARY.joinpath(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.exists():
            return path
    return None


@cache
def library() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of the stdlib that a guest may import as source: file and syntax tree."""
    result = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        parts = path.relative_to(LIBRARY).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if "site-packages" in parts or not all(part.isidentifier() for part in name.split(".")):
            continue
        if verdict(name) == "keep":
            result[name] = (path, ast.parse(path.read_bytes()))
    return result


# ---------------------------------------------------------------- the form of the tables


@pytest.mark.parametrize("row", MODULES, ids=lambda row: row[0])
def test_rows_of_modules_are_well_formed(row):
    name, kind, judged, versions, names, why = row
    assert all(type(field) is str and field.isascii() for field in row), "the provider reads plain ASCII"
    assert all(part.isidentifier() for part in name.split("."))
    assert kind in ("C", "py")
    assert judged in (("keep", "expose", "tame", "deny") if kind == "C" else ("keep", "tame", "deny"))
    assert re.fullmatch(r"(3\.\d+)?-?(3\.\d+)?", versions)
    assert any(applies(versions, version) for version in VERSIONS)
    assert len(names.split()) == len(set(names.split()))
    assert bool(names) or judged != "expose"
    assert not (names and judged in ("tame", "deny"))
    assert why.strip() == why and why
    if judged == "deny":
        assert "; " in why, "a refusal says what would help"


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_a_module_has_one_row_a_version(version):
    count = Counter(row[0] for row in MODULES if applies(row[3], version))
    assert [name for name, times in count.items() if times > 1] == []


@pytest.mark.parametrize("module", [permits_audit, permits_modules, permits_stdlib], ids=lambda m: m.__name__)
def test_tables_are_constants(module):
    """Unmarshalling one constant takes microseconds; building tuples at import would not."""
    path = SOURCE / (module.__name__.rpartition(".")[2] + ".py")
    constants = compile(path.read_bytes(), str(path), "exec").co_consts
    table = next(
        value
        for name, value in vars(module).items()
        if name in ("EVENTS", "STDLIB", "C_MODULES") and (name != "STDLIB" or module is permits_stdlib)
    )
    assert table in constants


# ---------------------------------------------------------------- modules against the running Python


def test_every_module_of_this_python_has_a_row():
    there = {*sys.builtin_module_names, *extensions(), *sys.stdlib_module_names}
    assert sorted(there - ROWS.keys()) == []


def test_every_row_matches_a_module_of_this_python():
    native = {*sys.builtin_module_names, *extensions()}
    bare = not any(name.startswith("_test") for name in native)  # a build without test modules
    stale = []
    for name, kind, judged, *_ in ROWS.values():
        if name in native or name in sys.stdlib_module_names or source_of(name):
            continue
        if judged == "tame" and (name == "objcap" or name[:1] == "_" or "._" in name):
            continue  # of objcap's own; see below
        if bare and kind == "C" and re.match(r"_test|xx|_xx|_ctypes_test", name):
            continue
        if name.startswith("asyncio.") and name in ("asyncio.windows_events", "asyncio.windows_utils"):
            continue
        stale.append(name)
    assert stale == []


def test_kinds():
    wrong = []
    for name, kind, *_ in ROWS.values():
        native = name in sys.builtin_module_names or name in extensions()
        if (native and kind != "C") or (source_of(name) is not None and kind != "py"):
            wrong.append(name)
    assert wrong == []


def test_names_are_in_their_modules():
    wanted = {row[0]: [row[2], row[4].split()] for row in ROWS.values() if row[1] == "C" and row[4]}
    script = """if True:
        import importlib, json, sys
        for name, (verdict, names) in json.loads(sys.argv[1]).items():
            module = importlib.import_module(name)
            for attribute in names:
                value = getattr(module, attribute, None)
                if value is None:
                    print(f"{name}.{attribute} does not exist")
                elif type(value).__name__ == "PyCapsule":
                    pass  # taken out of the guest's module; there is nothing to disarm
                elif verdict == "keep" and getattr(value, "__name__", "") != attribute:
                    print(f"{name}.{attribute} is no C function of that name, and would not be disarmed")
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, json.dumps(wanted)], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_reasons_tell_the_phase():
    """PyModuleDef.m_slots, the tenth pointer of the struct, is set in multi-phase modules.

    Of refused modules as well, save those that are made for tests.
    """
    rows = [
        row
        for row in ROWS.values()
        if row[1] == "C" and not re.match(r"_test|_?xx(?!sub)|_ctypes_test", row[0])
    ]
    names = [row[0] for row in rows if row[0] != "xxsubtype"]
    script = """if True:
        import ctypes, importlib, json, struct, sys
        get = ctypes.pythonapi.PyModule_GetDef
        get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object]
        slots = 9 * ctypes.sizeof(ctypes.c_void_p)
        result = {}
        for name in json.loads(sys.argv[1]):
            try:
                definition = get(importlib.import_module(name))
            except ImportError:
                continue
            if definition:
                result[name] = bool(ctypes.c_void_p.from_address(definition + slots).value)
        print(json.dumps(result))
    """
    pytest.importorskip("_ctypes")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", script, json.dumps(names)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert len(found) > 70
    wrong = {
        name: multi
        for name, multi in found.items()
        if ("multi-phase" if multi else "single-phase") not in ROWS[name][5]
    }
    assert wrong == {}


# Modules that import a refused one at their top, and get a stand-in for that moment
# from a patch of objcap's guest side.
LENT = {
    "asyncio": {"socket", "subprocess"},
    "email.utils": {"socket"},
    "logging.config": {"socketserver"},
    "logging.handlers": {"socket"},
    "xml.sax.saxutils": {"urllib.request"},
}


# Codecs of refused C modules: looking one up says that the encoding is unknown.
CODECS_LOST = {"_codecs_hk", "_codecs_iso2022"}


def hard_imports(tree: ast.Module, name: str, package: bool) -> set[str]:
    """What a module needs to be imported at all: statements at its top, outside of try and if."""
    result = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            result.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".") if package else name.split(".")[:-1]
            above = above[: len(above) + 1 - node.level] if node.level else []
            result.add(".".join([*above, *([node.module] if node.module else [])]))
    return result


def test_kept_modules_import_permitted_ones():
    wrong = {}
    for name, (path, tree) in library().items():
        lent = LENT.get(name) or LENT.get(name.partition(".")[0], set())
        refused = {
            needed
            for needed in hard_imports(tree, name, path.name == "__init__.py") - lent
            if verdict(needed) in ("deny", "none") and needed not in {"__main__", *CODECS_LOST}
        }
        if refused:
            wrong[name] = sorted(refused)
    assert wrong == {}


# Modules that no other system than Windows can import, and those that do something when imported.
NOT_TRIED = re.compile(r"encodings\.(mbcs|oem)$|this$|.*__main__$")


def test_kept_modules_can_be_imported_and_refused_ones_say_why():
    """In a locked interpreter, all in one guest."""
    pytest.importorskip("objcap._objcap")
    refused = [row[0] for row in ROWS.values() if row[2] == "deny"]
    kept = {*library(), *(row[0] for row in ROWS.values() if row[2] != "deny")}
    here = {*sys.builtin_module_names, *extensions(), *sys.stdlib_module_names}
    tried = sorted(
        name
        for name in kept
        if not NOT_TRIED.match(name)
        and (ROWS.get(name, ("", "py"))[1] == "py" or name in here)
        and not CODECS_LOST & hard_imports(library().get(name, ("", ast.Module([], [])))[1], name, False)
    )
    script = f"""if True:
        import objcap
        objcap.lockdown()
        import warnings
        warnings.simplefilter("ignore")
        for name in {tried}:
            try:
                __import__(name)
            except BaseException as error:
                print(name, repr(error))
        for name in {refused}:
            try:
                __import__(name)
            except ImportError as error:
                if "objcap: import of" not in str(error) or "is refused: " not in str(error):
                    print(name, "was refused without a reason:", error)
            else:
                print(name, "was not refused")
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# ---------------------------------------------------------------- modules against objcap's guest side


def twins() -> set[str]:
    """The names of objcap's own modules; those that the boot executes have no row."""
    names = set()
    for path in GUEST.rglob("*.py"):
        parts = path.relative_to(GUEST).with_suffix("").parts
        if parts[0] not in ("patches", "_importer"):
            names.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def test_tame_rows_and_twins_belong_together():
    tame = {row[0] for row in ROWS.values() if row[2] == "tame"}
    assert sorted(tame ^ {name for name in twins() if name in tame or verdict(name) != "tame"}) == []


def test_patches_belong_to_modules_that_are_loaded():
    patched = {path.stem for path in (GUEST / "patches").glob("*.py")}
    here = {name for name in patched if importlib.util.find_spec(name) is not None}  # _pylong is new in 3.12
    assert len(patched - here) <= 1
    assert sorted(name for name in here if verdict(name) not in ("keep", "expose")) == []


def uses(tree: ast.Module, name: str) -> bool:
    """Does a module use a global of that name that it does not bind at its top?"""
    bound = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            bound.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return name not in bound and any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        for node in ast.walk(tree)
    )


@pytest.mark.parametrize("injected", ["SystemExit", "open"])
def test_modules_that_name_what_is_no_builtin_are_given_it(injected):
    rows = [name for name, names in permits_modules.INJECT if injected in names.split()]
    found = {
        name
        for name, (path, tree) in library().items()
        if injected.encode() in path.read_bytes() and uses(tree, injected)
    }
    matched = {
        row: {
            name
            for name in found
            if name == row or (row.endswith(".*") and (name + ".").startswith(row[:-1]))
        }
        for row in rows
    }
    assert sorted(found - set().union(*matched.values())) == []
    if injected == "SystemExit":  # which modules call open() differs between versions
        assert [row for row in rows if not matched[row]] == []


def test_strict():
    strict = permits_modules.STRICT
    assert sorted(name for name in strict if ROWS[name][2] not in ("keep", "expose")) == []
    assert not strict & {"sys", "os", "posix", "io", "_io"}
    for name in strict:
        path = source_of(name)
        if path is not None:
            needed = hard_imports(ast.parse(path.read_bytes()), name, path.name == "__init__.py")
            assert needed <= strict | {"sys"}, name


def test_bridges_and_spared():
    assert all(ROWS[name][2] == "deny" for name in permits_modules.BRIDGES if name in ROWS)
    for name, functions in permits_modules.SPARED.items():
        assert ROWS[name][2] != "keep"
        assert all(hasattr(__import__(name), function) for function in functions)


# ---------------------------------------------------------------- audit events


def test_rows_of_events_are_well_formed():
    for event, judged, versions, why in EVENTS:
        assert re.fullmatch(r"[A-Za-z_][\w.]*(/\w+)?", event)
        assert judged in ("permit", "refuse")
        assert any(applies(versions, version) for version in VERSIONS)
        assert why.strip() == why and why
    judged = [row[1] for row in EVENTS]
    assert judged == sorted(judged), "the hook searches the permitted rows, which come first"
    assert [event for event, times in Counter(row[0] for row in EVENTS).items() if times > 1] == []


def sections(data: bytes) -> list[tuple[int, int, int]]:
    """Address, offset and size of the read-only data of an ELF file."""
    (table,) = struct.unpack_from("<Q", data, 0x28)
    size, count, names = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", data, table + i * size) for i in range(count)]
    strings = headers[names][4]
    return [
        (header[3], header[4], header[5])
        for header in headers
        if data[strings + header[0] :].startswith(b".rodata")
    ]


def audited(path: Path) -> set[str]:
    """The events of a binary: the string that is in the register of the argument when
    PySys_Audit or _PySys_Audit is called (x86-64)."""
    data = path.read_bytes()
    if b"PySys_Audit\0" not in data:
        return set()
    readable = sections(data)
    events = set()
    registers: dict[str, int] = {}
    with subprocess.Popen(
        ["objdump", "-d", "--no-show-raw-insn", str(path)],
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as listing:
        assert listing.stdout is not None
        for line in listing.stdout:
            if "lea " in line:
                if found := re.search(r",%(\w+)\s+# ([0-9a-f]+)", line):
                    registers[found[1]] = int(found[2], 16)
            elif "mov " in line:
                if found := re.search(r"mov\s+%(r\w+),%(r\w+)$", line.rstrip()):
                    registers[found[2]] = registers.get(found[1], 0)
            elif found := re.search(r"(?:call|jmp)q?\s+[0-9a-f]+ <(_?PySys_Audit)(?:@plt)?>", line):
                address = registers.get("rdi" if found[1] == "PySys_Audit" else "rsi", 0)
                for start, offset, size in readable:
                    if start <= address < start + size:
                        at = offset + address - start
                        events.add(data[at : data.index(b"\0", at)].decode("latin-1"))
            elif line[:1] == "0":
                registers.clear()
    return events


def raised_in(tree: ast.Module) -> set[str]:
    """The events of a module in Python: what is passed to a function or method called audit."""
    events = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.lstrip("_") == "audit" and node.args:
                assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
                events.add(node.args[0].value)
    return events


@cache
def events_of_this_python() -> frozenset[str]:
    events = set()
    for path in LIBRARY.rglob("*.py"):
        if path.relative_to(LIBRARY).parts[0] not in ("test", "site-packages"):
            source = path.read_bytes()
            if b"audit" in source:
                events |= raised_in(ast.parse(source))
    if shutil.which("objdump") and sysconfig.get_platform() == "linux-x86_64":
        binaries = [Path(sys.executable).resolve(), *DYNLOAD.glob("*.so")]
        library_name = sysconfig.get_config_var("INSTSONAME")
        if library_name and ".so" in library_name:
            binaries.append(Path(sysconfig.get_config_var("LIBDIR")) / library_name)
        for path in binaries:
            if path.exists():
                events |= audited(path)
    return frozenset(events)


# Strings that are in the register by chance: another call was inlined before the one that raises the event.
BY_CHANCE = {"path"}


def test_every_event_of_this_python_has_a_row():
    rows = {event for event, _, versions, _ in EVENTS if applies(versions)}
    assert sorted(events_of_this_python() - rows - BY_CHANCE) == []


def test_events_are_found_however_a_module_raises_them():
    source = "sys.audit(\n'a.b', 1)\naudit('c')\nself._audit('d/e')\naudit()"
    assert raised_in(ast.parse(source)) == {"a.b", "c", "d/e"}


def test_permitted_events_exist():
    found = events_of_this_python()
    if "compile" not in found:
        pytest.skip("this machine has no objdump, or is no x86-64 Linux")
    permitted = {event for event, judged, versions, _ in EVENTS if judged == "permit" and applies(versions)}
    assert sorted(permitted - found) == []


# Events that only other systems or older micro releases raise, or the documentation alone names.
ELSEWHERE = re.compile(
    r"_winapi\.|msvcrt\.|winreg\.|os\.(add_dll|chflags|spawn$|startfile|listdrives|listmounts|listvolumes)"
    r"|ctypes\.(get_last_error|set_last_error|set_exception)$|sqlite3\.(enable_)?load_extension$"
)


def test_refused_events_exist():
    found = events_of_this_python()
    if "compile" not in found:
        pytest.skip("this machine has no objdump, or is no x86-64 Linux")
    refused = {event for event, judged, versions, _ in EVENTS if judged == "refuse" and applies(versions)}
    assert sorted(event for event in refused - found if not ELSEWHERE.match(event)) == []
