"""Policy: immutable, documented, and strict about what it is given."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

import objcap
from objcap import Policy


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
