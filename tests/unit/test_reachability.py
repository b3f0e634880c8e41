"""The reachability walker (tests/walker.py): no host object, no power; and it finds holes made on purpose."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import clean_environment

TESTS = Path(__file__).resolve().parents[1]
LIMIT = 40_000  # objects that the walk of the usual suite visits

# The host harness, with the tables of the lockdown changed first.
PROGRAM = """
import runpy, sys
sys.path.insert(0, {folder!r})
import host_harness, objcap
lockdown = sys.modules["objcap.lockdown"]
{change}
host_harness.main([{walker!r}])
"""


def walk(
    tmp_path: Path, change: str = "", limit: int = LIMIT, seconds: int = 60, stop: bool = False
) -> dict[str, Any]:
    """Run the walker as a guest of the host harness. Returns what it reports."""
    source = (TESTS / "walker.py").read_text("utf-8")
    source = re.sub(r"^LIMIT = .*", f"LIMIT = {limit}", source, flags=re.MULTILINE)
    source = re.sub(r"^SECONDS = .*", f"SECONDS = {seconds}", source, flags=re.MULTILINE)
    source = re.sub(r"^STOP = .*", f"STOP = {stop}", source, flags=re.MULTILINE)
    walker = tmp_path / "walker.py"
    walker.write_text(source)
    program = PROGRAM.format(folder=str(TESTS), walker=str(walker), change=change)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        env={**clean_environment(), "OBJCAP_TEST_SECRET": f"host-secret-{secrets.token_hex(8)}"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_nothing_of_the_host_and_no_power_is_reached(tmp_path: Path) -> None:
    result = walk(tmp_path)
    assert result["findings"] == []
    assert result["visited"] >= LIMIT and result["imported"] > 150


@pytest.mark.slow
def test_the_whole_walk(tmp_path: Path) -> None:
    result = walk(tmp_path, limit=1_000_000, seconds=400)
    assert (result["findings"], result["left"]) == ([], 0)
    assert result["visited"] > 80_000


# Rows whose absence the walk shows: one hole of each kind. A frame is guarded twice, where it is handed out
# and in itself: the hole takes both.
PLANTED = {
    "a closure": "row[:2] == ('function', '__closure__')",
    "the globals of a function": "row[:2] == ('function', '__globals__')",
    "the code of a function": "row[:2] == ('function', '__code__') or row[:2] == ('code', 'co_consts')",
    "the frame of a generator": "row[1] == 'gi_frame' or row[0] == 'frame'",
    "the frames of an exception": "row[0] in ('frame', 'traceback', 'BaseException')",
    "the object of a method": "row[:2] == ('method', '__self__')",
    "the object of a super": "row[:2] == ('super', '__self__')",
    "a callback": "row[:2] == ('ReferenceType', '__callback__')",
    "the subclasses of a class": "row[:2] == ('type', '__subclasses__')",
}


@pytest.mark.parametrize("what", PLANTED)
def test_rows_that_are_missing_are_a_finding(tmp_path: Path, what: str) -> None:
    change = "for table in (lockdown.GUARDS, lockdown.GUARDED_METHODS):\n"
    change += f"    table[:] = [row for row in table if not ({PLANTED[what]})]"
    assert walk(tmp_path, change, limit=8_000, stop=True)["findings"]


def test_an_object_in_a_shared_container_is_a_finding(tmp_path: Path) -> None:
    change = "import keyword; keyword.kwlist.append(host_harness.VAULT); kwlist = keyword.kwlist; "
    change += "names = host_harness.guest_names; "
    change += "host_harness.guest_names = lambda: {**names(), 'host_list': kwlist}"
    result = walk(tmp_path, change, limit=8_000)
    assert any("host_list[" in finding for finding in result["findings"])
