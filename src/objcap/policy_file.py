"""Policies as TOML files: what `--save-grants` writes, `--policy` reads, and Policy.load() and dump() too."""

from __future__ import annotations

import os
import tomllib
from dataclasses import fields
from typing import Any

from objcap.policy import Policy

HEAD = "# A policy of objcap: python -m objcap --policy FILE. Folders count from this file's.\n"
_PATHS = ("path", "read", "write")
_NOT_IN_FILES = ("argv", "open")


def load(path: str | os.PathLike[str]) -> Policy:
    """See Policy.load()."""
    with open(path, "rb") as file:
        try:
            values = tomllib.load(file)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{os.fspath(path)} is no TOML: {error}") from None
    return Policy(**checked(values, os.path.dirname(os.path.abspath(path)), os.fspath(path)))


def checked(values: dict[str, Any], folder: str, name: str) -> dict[str, Any]:
    """The fields of a policy in a file in that folder. TypeError, ValueError."""
    known = {field.name for field in fields(Policy)} - {*_NOT_IN_FILES}
    for key, value in values.items():
        if key not in known:
            raise ValueError(f"{name}: there is no {key!r} in a policy; known: {', '.join(sorted(known))}")
        if key in _PATHS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise TypeError(f"{name}: {key} is a list of folders")
            values[key] = [os.path.join(folder, item) for item in value]
        elif isinstance(value, (dict, float)) or (
            isinstance(value, list) and any(type(x) is not str for x in value)
        ):
            raise TypeError(f"{name}: {key} cannot be {value!r}")
    return values


def dump(policy: Policy, path: str | os.PathLike[str]) -> None:
    """See Policy.dump()."""
    data = text(policy).encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    with open(descriptor, "wb") as file:
        file.write(data)


def text(policy: Policy) -> str:
    """A policy as TOML: the fields that differ from Policy()'s."""
    lines = [HEAD]
    plain = Policy()
    for field in fields(Policy):
        value = getattr(policy, field.name)
        if field.name in _NOT_IN_FILES or value == getattr(plain, field.name):
            if field.name == "open" and value is not None:
                raise ValueError("Policy.open is an object: a file names folders, as read and write")
            continue
        if isinstance(value, frozenset):
            value = sorted(value)
        if field.name in _PATHS:
            value = [os.path.abspath(item) for item in value]
        lines.append(f"{field.name} = {_toml(value, field.name)}\n")
    return "".join(lines)


def _toml(value: Any, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _string(value, name)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_toml(item, name) for item in value) + "]"
    raise ValueError(f"Policy.{name}: a file cannot say {value!r}")


def _string(value: str, name: str) -> str:
    """A basic string of TOML."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"Policy.{name}: {value!r} is no text that a file can hold") from None
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
