"""Policy: immutable, documented, and strict about what it is given."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import objcap
from objcap import Policy
from objcap.permits import REMOVABLE


def test_default_policy_grants_the_streams_and_nothing_else() -> None:
    policy = Policy()
    assert (policy.modules, policy.path, policy.strict) == (frozenset(), (), False)
    assert policy.stdin and policy.stdout and policy.stderr
    assert policy.recursion_limit is None


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Policy().strict = True  # type: ignore[misc, assignment]


def test_strict_is_a_constructor_on_the_class_and_a_field_on_the_instance(tmp_path: Path) -> None:
    policy = Policy.strict(path=[str(tmp_path)])
    assert type(policy) is Policy
    assert policy.strict is True
    assert policy.path == (str(tmp_path),)
    assert Policy().strict is False


def test_path_takes_path_objects_and_makes_them_absolute(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Policy(path=[Path("lib")]).path == (str(tmp_path / "lib"),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"strict": 1}, TypeError),
        ({"stdin": None}, TypeError),
        ({"stdout": "yes"}, TypeError),
        ({"modules": "zlib"}, TypeError),
        ({"modules": [1]}, TypeError),
        ({"modules": ["not a name"]}, ValueError),
        ({"modules": ["../x"]}, ValueError),
        ({"path": "/tmp"}, TypeError),
        ({"path": ["/no/such/folder"]}, ValueError),
        ({"path": ["/tmp\0"]}, TypeError),
        ({"path": [b"/tmp"]}, TypeError),
        ({"argv": "abc"}, TypeError),
        ({"recursion_limit": "10"}, TypeError),
        ({"recursion_limit": True}, TypeError),
        ({"recursion_limit": 10}, TypeError),
        ({"files": True}, TypeError),
        ({"without": "array"}, TypeError),
        ({"without": ["bytearray"]}, ValueError),
    ],
)
def test_wrong_fields_are_refused_at_construction(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        Policy(**fields)
    assert next(iter(fields)) in str(caught.value)


def test_lockdown_takes_a_policy_only() -> None:
    with pytest.raises(TypeError, match=r"objcap\.Policy"):
        objcap.lockdown({"strict": True})  # type: ignore[arg-type]
    assert not objcap.is_locked()


LIBRARY = r"""
import base64, collections, csv, dataclasses, datetime, decimal, enum, gzip, hashlib, inspect, io, json, re
import struct, textwrap, typing, zlib

assert json.loads(json.dumps({"a": [1, 2.5, None]}, indent=1)) == {"a": [1, 2.5, None]}
assert re.sub("[a-c\u0100-\u0200]+", "x", "abcd") == "xd"
assert base64.b85decode(base64.b85encode(base64.b64encode(b"abc"))) == b"YWJj"
assert hashlib.sha256(b"x").hexdigest()[:4] == "2d71" and hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1)
assert gzip.decompress(gzip.compress(b"abc")) == zlib.decompress(zlib.compress(b"abc"))
assert io.TextIOWrapper(io.BytesIO(b"abc\n")).readline() == "abc\n" and struct.unpack_from("<H", b"aa")
assert collections.OrderedDict(a=1).popitem() == ("a", 1)
assert isinstance(b"", collections.abc.Sequence) and inspect.signature(lambda a, b=1: 0)
"""


@pytest.mark.parametrize("names", [[row[0]] for row in REMOVABLE] + [[row[0] for row in REMOVABLE]], ids=str)
def test_the_library_works_without_what_can_be_taken_away(names: list[str]) -> None:
    options = [word for name in names for word in ("--without", name)]
    done = subprocess.run(
        [sys.executable, "-m", "objcap", *options, "-c", LIBRARY], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_every_part_that_can_be_taken_away_has_a_reason_and_is_documented() -> None:
    reference = (Path(__file__).resolve().parents[2] / "docs" / "reference.md").read_text()
    for name, module, kind, why in REMOVABLE:
        assert why and f"| `{name}` |" in reference
        assert not kind or hasattr(__import__(module), kind)


# ---------------------------------------------------------------- files


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(
    st.lists(TEXTS.map(lambda text: "/" + text), max_size=3),
    st.lists(TEXTS.filter(lambda text: "=" not in text), max_size=3),
    st.sampled_from([None, "fixed", "2024-05-01T12:00:00Z"]),
    st.booleans(),
    st.sampled_from([None, 1000]),
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_policy_comes_back_from_its_file(
    tmp_path: Path, folders: list[str], names: list[str], clock: str | None, flag: bool, limit: int | None
) -> None:
    policy = objcap.Policy(
        read=folders,
        write=folders[:1],
        env=names,
        clock=clock,
        stdin=flag,
        recursion_limit=limit,
        net=["https://api.example.org/v1/*"],
        without=["memoryview"],
    )
    path = tmp_path / "policy.toml"
    path.unlink(missing_ok=True)
    policy.dump(path)
    back = objcap.Policy.load(path)
    wanted = dataclasses.replace(
        policy,
        read=tuple(os.path.abspath(folder) for folder in policy.read),
        write=tuple(os.path.abspath(folder) for folder in policy.write),
    )
    assert back == wanted


@pytest.mark.parametrize(
    ("text", "error", "why"),
    [
        ("read = 'data'", TypeError, "read is a list of folders"),
        ("read = [1]", TypeError, "read is a list of folders"),
        ("wrong = 1", ValueError, "there is no 'wrong' in a policy"),
        ("argv = ['a']", ValueError, "there is no 'argv' in a policy"),
        ("open = 'x'", ValueError, "there is no 'open' in a policy"),
        ("env = ['A=B']", ValueError, "no name of a variable"),
        ("clock = 12", TypeError, "Policy.clock must be"),
        ("[policy]\nread = []", ValueError, "there is no 'policy'"),
        ("read = [", ValueError, "is no TOML"),
    ],
)
def test_files_that_are_no_policies(tmp_path: Path, text: str, error: type[Exception], why: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(error, match=re.escape(why)):
        objcap.Policy.load(path)


def test_what_no_file_can_say(tmp_path: Path) -> None:
    from objcap import caps

    for policy in (objcap.Policy(clock=caps.Clock(fixed=0)), objcap.Policy(open=caps.as_open({}))):
        with pytest.raises(ValueError, match=r"Policy\.(clock|open)"):
            policy.dump(tmp_path / "policy.toml")
    assert not (tmp_path / "policy.toml").exists()
    objcap.Policy().dump(tmp_path / "policy.toml")
    with pytest.raises(FileExistsError):
        objcap.Policy().dump(tmp_path / "policy.toml")
