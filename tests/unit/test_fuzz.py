"""The fuzzers of tools/fuzz.py run, and find what is planted."""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "target", ["wire", "broker", "patterns", "paths", pytest.param("guest", marks=pytest.mark.slow)]
)
def test_a_short_run_finds_nothing(target: str) -> None:
    done = subprocess.run(
        [sys.executable, TOOL, "--seconds", "1", "--seed", "1", target], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{target}: ") and "no finding" in done.stdout


def test_a_planted_mistake_is_found(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    from objcap import _objcap

    def decode(data: bytes) -> Any:
        value = wire_decode(data)
        return value + 1 if type(value) is int and value > 2**64 else value

    wire_decode = _objcap.wire_decode
    monkeypatch.setattr(_objcap, "wire_decode", decode)
    with pytest.raises(AssertionError, match="round trip"):
        fuzz.fuzz_wire(random.Random(1), float("inf"), lambda data: None)


def test_a_crash_is_reported_with_its_input(
    fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "crash.py"
    program.write_text(
        f"import sys\nsys.argv[0] = {str(TOOL)!r}\nsource = open({str(TOOL)!r}).read()\n"
        "names = {'__name__': 'fuzz', '__file__': sys.argv[0]}\nexec(source, names)\n"
        "def crash(chance, end, note):\n    import os\n    note(b'abc')\n    os.abort()\n"
        "names['TARGETS']['wire'] = crash\nsys.exit(names['main']())\n"
    )
    monkeypatch.setattr(fuzz, "__file__", str(program))
    assert not fuzz.fuzz("wire", 1, 1, {})
    assert "wire: FINDING, status -6, seed 1; the input was\n616263\n" in capfd.readouterr().out


def test_the_corpus_is_decoded_or_refused(fuzz: ModuleType) -> None:
    from objcap import _objcap

    outcomes = []
    for message in fuzz.corpus("wire"):
        try:
            outcomes.append(fuzz.is_plain(_objcap.wire_decode(message)))
        except ValueError:
            outcomes.append(None)
    assert outcomes.count(True) >= 10 and outcomes.count(None) >= 9 and False not in outcomes


def test_a_naive_directory_is_found_out(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from objcap.caps import _paths

    def look(root: Any, parts: list[bytes]) -> int:
        return os.open(b"/".join(parts) or b".", os.O_PATH, dir_fd=root.fd)

    monkeypatch.setattr(_paths.Root, "look", look)
    with pytest.raises(AssertionError, match="vault"):
        fuzz.fuzz_paths(random.Random(1), float("inf"), lambda data: None)


@pytest.mark.slow
def test_a_race_between_check_and_use_is_found_out(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from objcap.caps import _paths

    def look(root: Any, parts: list[bytes]) -> int:
        home = os.path.realpath(f"/proc/self/fd/{root.fd}")
        path = os.path.join(os.fsencode(home), b"/".join(parts))
        if not (os.path.realpath(path) + b"/").startswith(os.fsencode(home) + b"/"):
            raise PermissionError(13, "it leads out")
        return os.open(path, os.O_PATH)

    monkeypatch.setattr(_paths.Root, "look", look)
    with pytest.raises(AssertionError, match="vault"):
        fuzz.fuzz_paths(random.Random(1), float("inf"), lambda data: None)
