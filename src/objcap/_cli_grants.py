"""The options of the command line that grant something: --read, --write, --net, --env, --clock, --ask, --log,
--save-grants, --policy. Imported only if one is there.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
from dataclasses import replace
from typing import Any

from objcap import policy_file
from objcap._cli import Command, UsageError
from objcap.caps import _grants
from objcap.policy import Policy, clock_of


def resolve(command: Command) -> dict[str, Any]:
    """The fields of Settings for what is granted. UsageError.

    What a policy file says of modules, path, without, strict, stdin and kernel is put into the command.
    """
    try:
        policy = _policy(command)
        sink = _log(command)
        consent = _consent(command)
        save = command.grants.get("--save-grants")
        if save is not None:
            _save(save[0], policy, consent)
        grants = _grants.Grants(
            policy.read,
            policy.write,
            policy.net,
            policy.env,
            consent=consent,
            sink=sink,
            hint=_grants.hint,
            walled=command.kernel != "off",
        )
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"cannot grant: {_told(error)}") from None
    except ImportError as error:
        raise UsageError(f"--net needs {error.name}: pip install 'objcap[http]'") from None
    for option in ("--log", "--policy", "--save-grants"):
        for name in command.grants.get(option, ()):
            for place in policy.write:
                if _grants.within(os.path.realpath(name), os.path.realpath(place)):
                    print(
                        f"objcap: note: {option} {name}: the program can change it, by --write {place}",
                        file=sys.stderr,
                    )
    for name in policy.env:
        if name not in os.environ:
            print(f"objcap: note: --env {name}: there is no such variable", file=sys.stderr)
    return {
        "grants": grants.names or None,
        "clock": None if policy.clock is None else clock_of(policy.clock)._settings(),
    }


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{os.fsdecode(error.filename)!r}: {error.strerror}"
    return str(error)


def _policy(command: Command) -> Policy:
    """What the policy file and the options grant together."""
    given = command.grants
    names = given.get("--policy")
    policy = Policy() if names is None else Policy.load(names[0])
    command.modules += sorted(policy.modules - {*command.modules})
    command.path += policy.path
    command.without += sorted(policy.without - {*command.without})
    command.strict = command.strict or policy.strict
    command.stdin = command.stdin and policy.stdin
    command.kernel = command.kernel or policy.kernel
    if not (policy.stdout and policy.stderr):
        raise ValueError("stdout and stderr are always granted on the command line")
    if policy.recursion_limit is not None:
        raise ValueError("recursion_limit is for Policy.load(), not for the command line")
    clock = given.get("--clock")
    return replace(
        policy,
        read=(*policy.read, *given.get("--read", ())),
        write=(*policy.write, *given.get("--write", ())),
        net=(*policy.net, *given.get("--net", ())),
        env=(*policy.env, *given.get("--env", ())),
        clock=policy.clock if clock is None else clock[0],
    )


def _consent(command: Command) -> Any:
    if not command.ask:
        return None
    from objcap.caps._consent import Consent, Terminal

    return Consent(command.program or "the prompt", Terminal().ask)


def _log(command: Command) -> Any:
    """What writes the lines of the log, or None. The file is open before the guest runs."""
    names = command.grants.get("--log")
    if names is None:
        return None
    file = open(names[0], "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - for as long as there are calls

    def sink(record: dict[str, Any]) -> None:
        file.write(json.dumps(record, default=str) + "\n")

    return sink


def _save(name: str, policy: Policy, consent: Any) -> None:
    """Write a policy file: now, or, if somebody is asked meanwhile, when the program has ended: the broker
    runs the exit handlers."""
    if consent is None:
        policy.dump(name)
        return
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)

    def save() -> None:
        found = replace(
            policy,
            read=tuple(dict.fromkeys((*policy.read, *consent.read))),
            write=tuple(dict.fromkeys((*policy.write, *consent.write))),
            net=tuple(dict.fromkeys((*policy.net, *consent.net))),
        )
        with open(descriptor, "wb") as file:
            file.write(policy_file.text(found).encode())

    atexit.register(save)
