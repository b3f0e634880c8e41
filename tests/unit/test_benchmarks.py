"""The benchmarks work: their arithmetic, and every program of theirs on both sides."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import benchmarks.__main__ as everything
import pytest
from benchmarks import (
    alternatives,
    attacks,
    escapes,
    growth,
    imports,
    language,
    lockdown,
    peers,
    runner,
    sandboxes,
    startup,
    suite,
    svg,
)
from benchmarks.features import FEATURES
from support import clean_environment, run_objcap

PROGRAMS = Path(runner.__file__).parent / "programs"


def test_geometric_mean() -> None:
    assert runner.geometric_mean([0.5, 2.0]) == pytest.approx(1.0)
    assert runner.geometric_mean([8.0, 2.0, 4.0]) == pytest.approx(4.0)


def test_ratio_is_the_median_of_the_rounds() -> None:
    row = runner.row("x", [1.0, 10.0, 2.0], [2.0, 20.0, 20.0])
    assert (row.plain, row.locked, row.ratio, row.fastest) == (2.0, 20.0, 2.0, 2.0)


def test_rounds_change_their_order_and_the_first_does_not_count() -> None:
    order: list[str] = []

    def measure(name: str) -> runner.Measure:
        def run() -> dict[str, float]:
            order.append(name)
            return {"x": float(len(order))}

        return run

    rounds = runner.interleave(2, measure("a"), measure("b"))
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert rounds == [({"x": 4.0}, {"x": 3.0}), ({"x": 5.0}, {"x": 6.0})]


def test_different_figures_are_refused() -> None:
    with pytest.raises(runner.BenchmarkError, match="differ"):
        runner.compare(1, lambda: {"a": 1.0}, lambda: {"b": 1.0})


def test_a_program_that_fails_is_told() -> None:
    with pytest.raises(runner.BenchmarkError, match="status 3"):
        runner.run_process([sys.executable, "-c", "raise SystemExit(3)"])


def test_workloads_run_on_plain_python_and_in_a_guest() -> None:
    program = str(PROGRAMS / "workloads.py")
    plain = subprocess.run(
        [sys.executable, "-I", program, "all", "0.01"],
        env=clean_environment(),
        capture_output=True,
        text=True,
    )
    guest = run_objcap(program, "all", "0.01")
    assert (plain.returncode, plain.stderr, guest.returncode, guest.stderr) == (0, "", 0, "")
    names = [line.split()[0] for line in plain.stdout.splitlines()]
    assert len(names) >= 8
    assert names == [line.split()[0] for line in guest.stdout.splitlines()]


def test_pure_modules_run_in_a_guest() -> None:
    guest = run_objcap(str(PROGRAMS / "pure_modules.py"))
    assert guest.returncode == 0, guest.stderr


@pytest.mark.parametrize("benchmark_module", [imports, lockdown, startup], ids=lambda module: module.__name__)
def test_a_benchmark_reports(
    benchmark_module: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    assert benchmark_module.main(["--runs", "1", "--json", str(figures)]) == 0  # type: ignore[attr-defined]
    found = json.loads(figures.read_text())
    assert found["rows"] and found["targets"] and found["machine"]["python"].startswith("CPython")
    assert "aim at most" in capsys.readouterr().out


def test_the_benchmark_of_sandboxes_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.json"
    tiny = ["--rounds", "1", "--count", "1", "--scale", "0.001", "--json", str(figures)]
    assert sandboxes.main(tiny) == 0
    found = json.loads(figures.read_text())
    for way in sandboxes.WAYS:
        assert found["ways"][way]["first"] > 0 and found["ways"][way]["fresh"] > 0
    assert set(sandboxes.COLUMNS) == set(found["ways"]["objcap"])
    assert 0 < found["ways"]["objcap-more"]["bytes_private_of_an_idle_sandbox"] < 1 << 27
    assert len(found["rows"]) >= 8 and "load" in found["machine"]
    told = capsys.readouterr().out
    for peer in sandboxes.PEERS:  # measured or not, there is a line
        assert f"| {peer} | " in told
    assert "geometric mean" in told


def test_a_way_that_is_not_installed_is_said_to_be_so() -> None:
    ways = {way: {"first": 1.0, "fresh": 1.0} for way in sandboxes.WAYS}
    peers = {"RestrictedPython": {"absent": 0.0}, "asteval": {"failed": 0.0}}
    rest = {"smolagents": {"first": 2.0}, **{peer: {"absent": 0.0} for peer in sandboxes.PEERS[3:]}}
    table = sandboxes.comparison({**ways, **peers, **rest})
    assert "| RestrictedPython | not installed | | | |" in table
    assert "| asteval | failed with the installed version | | | |" in table
    assert "| smolagents | 2.00 s |  |  |  |" in table


# ---------------------------------------------------------------- all of them


def test_turns_change_the_first() -> None:
    order: list[str] = []

    def measure(name: str) -> runner.Measure:
        return lambda: order.append(name) or {name: 1.0}  # type: ignore[func-returns-value]

    rounds = runner.turns(2, [measure(name) for name in "abc"])
    assert "".join(order) == "abcbcacab"
    assert [[next(iter(found)) for found in one] for one in rounds] == [["a", "b", "c"]] * 2


def test_the_stand_in_for_pyperf_runs_in_a_guest_as_outside(tmp_path: Path) -> None:
    source = """
import pyperf
def work(loops, n):
    start = pyperf.perf_counter()
    for _ in range(loops):
        sum(range(n))
    return pyperf.perf_counter() - start
async def wait():
    pass
if __name__ == "__main__":
    runner = pyperf.Runner(add_cmdline_args=None)
    runner.metadata["description"] = "nothing"
    runner.argparser.add_argument("size", type=int)
    size = runner.parse_args().size
    runner.bench_time_func("a sum", work, size, inner_loops=2)
    runner.bench_func("twice", work, 1, size)
    runner.bench_async_func("nothing", wait)
"""
    program = tmp_path / "program.py"
    program.write_text(suite.program(source, "100", quick=True))
    for command in (runner.plain(sys.executable), runner.locked(sys.executable)):
        figures = runner.printed(*command, str(program))()
        assert list(figures) == ["a_sum", "twice", "nothing"] and min(figures.values()) > 0
    figures = runner.printed(*runner.plain(sys.executable), suite.IN_A_WORKER, str(program))()
    assert len(figures) == 3


def test_the_ways_that_need_no_package_run_a_task() -> None:
    cells = peers.find(sys.executable, 1, True, ["recursion"])
    row = cells["recursion"]
    for way in ("objcap", "objcap.lockdown", "exec", "subprocess"):
        assert isinstance(row[way], float), row[way]
    told = peers.table(cells)
    assert "| recursion | " in told
    for way, cell in row.items():  # what has no figure has its reason
        assert isinstance(cell, float) or f"* {way}: recursion: `" in told


def test_growth_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = growth.find(sys.executable, 1, quick=True)
    assert set(figures) == set(growth.KINDS)
    for kind, (steps, few, _, columns) in growth.KINDS.items():
        assert tuple(figures[kind]) == steps[:few]
        assert all(figures[kind][step][columns[0]] > 0 for step in steps[:few])
    assert "live sandboxes" in growth.table(figures)


def test_one_command_reports_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.json"
    assert everything.main(["--quick", "--only", "imports", "--json", str(figures)]) == 0
    assert json.loads(figures.read_text())["imports"]["rows"]
    told = capsys.readouterr().out
    assert "## Imports" in told and "## In short" in told and "| imports: all | " in told
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{everything.BEGIN}\nold\n{everything.END}\nafter\n")
    section = next(section for section in everything.SECTIONS if section.name == "imports")
    report = everything.Report(section, "CPython x; \n| a |\nMISSED: all\n", {"rows": []}, 0, 1.0)
    everything.write(tmp_path, {"python": "p", "system": "s", "processor": "c"}, [report])
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "old" not in text and "| a |\n* MISSED: all" in text
    assert (tmp_path / "figures" / "benchmarks.json").exists()


def test_plots_are_well_formed() -> None:
    from xml.etree import ElementTree

    for plot in (
        svg.bars("a <title>", {"one": {"guest": 1.01, "sandbox": 0.98}, "two": {"guest": 1.2}}),
        svg.bars("wide", {"one": {"x": 0.9}, "two": {"x": 700.0}}, log=True),
        svg.lines("lines", "steps", {"a": {1.0: 0.01, 1000.0: 3.0}, "b": {0.0: 2.0}}),
    ):
        assert ElementTree.fromstring(plot).tag.endswith("svg")


def test_every_section_has_its_arguments() -> None:
    names = [section.name for section in everything.SECTIONS]
    assert len(names) == len(set(names)) >= 10
    with pytest.raises(SystemExit):
        everything.main(["--only", "nothing"])


# ---------------------------------------------------------------- attacks and features


def test_every_attack_names_a_script() -> None:
    assert len(attacks.ATTACKS) >= 60
    assert len({attack.name for attack in attacks.ATTACKS}) == len(attacks.ATTACKS)
    for attack in attacks.ATTACKS:
        if attack.source.startswith(attacks.CRASHERS):
            assert (escapes.ROOT / attack.source).exists(), attack.name
        else:
            assert (escapes.ROOT / "tests" / "fail" / f"{attack.script}.py").exists(), attack.name
            compile(escapes.source(attack, "/tmp/x", 1), attack.name, "exec")


@pytest.mark.parametrize(
    "name", ["open() reads", "import socket", "os.environ", "a loop without an end", "the module __main__"]
)
def test_an_attack_gets_through_exec_or_a_process_and_not_through_objcap(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escapes, "TIMEOUT", 5.0)  # of the loop, through exec
    verdicts = escapes.find(sys.executable, name, ("exec", "subprocess", "objcap", "objcap.lockdown"))[name]
    told = {way: found["verdict"] for way, found in verdicts.items()}
    assert escapes.THROUGH in (told["exec"], told["subprocess"]), verdicts
    assert told["objcap"] == told["objcap.lockdown"] == escapes.HELD, verdicts
    assert f"| {name} | " in escapes.table({name: verdicts})


def test_features_run_outside_and_those_without_power_in_objcap() -> None:
    verdicts = language.find(sys.executable, ("exec", "objcap"))
    packages = set(FEATURES["pure-Python packages"])
    powers = {"threading", "files: open, os, pathlib", "sockets"}
    for name, row in verdicts.items():
        if name not in packages:
            assert not row["exec"], (name, row)
            assert bool(row["objcap"]) == (name in powers), (name, row)
    assert "| threading | yes | no |" in language.table(verdicts)


def test_the_table_of_alternatives_is_of_the_figures() -> None:
    text = (alternatives.ROOT / "README.md").read_text()
    shown = text.partition(alternatives.BEGIN)[2].partition(alternatives.END)[0].strip()
    assert shown == alternatives.table(*map(alternatives.load, ("benchmarks", "escapes", "language")))


def test_figures_name_no_folders_of_the_machine() -> None:
    assert peers.told("open: /home/somebody/x.py,\n no", 50) == "open: ..., no"
    for path in (alternatives.ROOT / "docs").rglob("*"):
        if path.suffix in (".json", ".svg"):
            assert "/root/" not in path.read_text() and "/home/" not in path.read_text(), path
