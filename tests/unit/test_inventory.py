"""What a guest reaches is what docs/audits/inventory has on record, and the tool notices changes."""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from objcap import permits

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted((ROOT / "docs" / "audits" / "inventory").glob("*.txt"))
Facts = frozenset[tuple[str, str]]

pytestmark = pytest.mark.skipif(
    bool(sysconfig.get_config_var("Py_DEBUG")), reason="a debug build has functions of its own"
)


@cache
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("inventory", ROOT / "tools" / "inventory.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def running() -> Facts:
    return frozenset(tool().collect())


@cache
def reached() -> Facts:
    return frozenset(tool().reached())


def planted(*statements: str) -> list[str]:
    """The lines that begin with + or - when these have been executed in the guest."""
    lines = tool().differences(set(reached()), tool().reached("; ".join(statements)), ("before", "after"))
    return [line for line in lines[2:] if not line.startswith("@@")]


def test_every_supported_version_is_on_record() -> None:
    assert [path.stem for path in RECORDS] == ["3.11", "3.12", "3.13"]


def test_what_a_guest_reaches_is_on_record() -> None:
    message = tool().check(set(running()))
    assert message == "", message


def test_what_the_tool_finds_does_not_depend_on_the_run() -> None:
    assert planted("pass") == []
    assert reached() <= running()


# ---------------------------------------------------------------- what is planted is noticed


def test_planted_names_are_noticed() -> None:
    assert planted(
        "import math, os, sys",
        "math.extra = len",
        "math.cos = math",
        "del math.sin",
        "os.extra = lambda: 0",
        "sys.extra = 1",
    ) == [
        "-cos builtin(x, /)",
        "+cos module math",
        "+extra builtin(obj, /)",
        "-sin builtin(x, /)",
        "+extra function",
        "+extra int",
    ]


def test_a_planted_attribute_is_noticed() -> None:
    """The node types of ast are the only types of C that a guest may change."""
    assert planted("import _ast; _ast.AST.extra = property()") == ["+extra property"]


def test_a_type_that_was_not_met_before_is_noticed() -> None:
    recipe = 'import _symtable as m; it = m.symtable("a", "", "exec")'
    lines = planted(f"RECIPES.remove({recipe!r})")
    assert "-= static uninstantiable immutable (object)" in lines
    assert "-symbols member" in lines and "-children member" in lines


def test_a_guard_that_is_taken_away_is_a_difference() -> None:
    rows = SimpleNamespace(**vars(permits))
    rows.GUARDS = [row for row in permits.GUARDS if row[:2] != ("frame", "f_globals")]
    before = {("type frame", "f_globals getset"), ("type frame", "f_code getset")}
    assert tool().marked(before, permits) - tool().marked(before, rows) == {
        ("type frame", "f_globals getset guarded")
    }


def test_every_guard_is_of_something_on_record() -> None:
    applies = tool().lockdown.applies
    rows = [row[:2] for row in permits.GUARDS if applies(row[3])]
    rows += [row[:2] for row in permits.GUARDED_METHODS if applies(row[4])]
    found = {
        (section.partition(" ")[2].rpartition(".")[2], line.partition(" ")[0])
        for section, line in running()
        if line.endswith(" guarded")
    }
    assert {(owner.rpartition(".")[2], name) for owner, name in rows} == found


# ---------------------------------------------------------------- what is said of it


def test_a_difference_is_readable_and_says_what_to_do() -> None:
    facts = set(running()) - {("type function", "__call__ slot")}
    facts |= {("type function", "__extra__ getset"), ("type new.Type", "= heap (object)")}
    message = tool().check(facts)
    assert "@@ type function @@\n-__call__ slot\n+__extra__ getset\n" in message
    assert "@@ type new.Type @@\n+= heap (object)\n" in message
    assert "python tools/inventory.py --write" in message and "docs/audits/README.md" in message
    assert f"running (CPython {tool().RELEASE})" in message


def test_the_work_list_of_two_records() -> None:
    old = {("type a", "= static"), ("type a", "gone getset")}
    old |= {("module m", "f builtin"), ("module m", "g class x"), ("module m", "h builtin(x)")}
    new = {("type b", "= heap"), ("type b", "open method()")}
    new |= {("module m", "f builtin(x)"), ("module m", "g int"), ("module m", "h builtin(x, y)")}
    assert tool().work_list(old, new) == [
        "module m",
        "  ~ g class x -> int",
        "  ~ h builtin(x) -> builtin(x, y)",
        "type b",
        "  + = heap",
        "  + open method()",
        "gone",
        "  type a",
        "not listed",
        "  1 parameters that are documented now, or no longer",
        "  0 __getattribute__ of a type's own",
    ]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_records_are_as_the_tool_writes_them(path: Path) -> None:
    text = path.read_text("utf-8")
    release, facts = tool().parse(text)
    assert release.startswith(path.stem + ".")
    assert tool().render(facts, release) == text
    assert " at 0x" not in text and "/lib/" not in text
    assert len(text) < 400_000


# ---------------------------------------------------------------- other builds


def test_what_a_build_lacks_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    inventory = tool()
    monkeypatch.setattr(inventory, "is_here", lambda name: name != "_bz2")
    facts = {fact for fact in running() if "_bz2" not in fact[0] and "bz2" not in fact[1]}
    facts |= {("extension _other", "= no row"), ("extension _other", "open")}
    facts -= {("extension _socket", "accept4"), ("unreached", "hamt")}
    assert len(facts) < len(running())
    assert inventory.check(facts) == ""


def test_a_symbol_more_is_a_difference() -> None:
    if ("extension math", "= keep") not in running():
        pytest.skip("math is inside of the interpreter")
    assert "+dlopen" in tool().check(set(running()) | {("extension math", "dlopen")})


def test_symbols_are_read_from_the_file() -> None:
    path = tool().DYNLOAD / f"_socket{sysconfig.get_config_var('EXT_SUFFIX')}"
    if not path.exists() or sys.byteorder != "little":
        pytest.skip("_socket is inside of the interpreter")
    symbols = set(map(tool().normal, tool().undefined_symbols(path.read_bytes())))
    assert {"connect", "PyModuleDef_Init" if sys.version_info >= (3, 12) else "PyModule_Create2"} <= symbols
    assert "PyInit__socket" not in symbols


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("open64", "open"), ("__read_chk", "read"), ("__open64_2", "open"), ("fork", "fork")],
)
def test_symbols_of_other_c_libraries(symbol: str, name: str) -> None:
    assert tool().normal(symbol) == name
