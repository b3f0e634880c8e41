"""A seccomp program out of the rows of profiles.py.

The numbers that have the same answer in a row become one range; a tree of comparisons finds
the range. For a call that is permitted whatever its arguments are the kernel knows the answer
from the number alone (Linux 5.11 on), so the order costs nothing there.
"""

from __future__ import annotations

import struct
from typing import Any

from objcap.kernel import calls, profiles

LOAD, JEQ, JGE, JA, AND, RETURN = 0x20, 0x15, 0x35, 0x05, 0x54, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
SELF = 0x5E1FB1D5  # OC_WALL_SELF of wall.h

_ERRNO = 0x00050000
ANSWERS = {
    profiles.ALLOW: 0x7FFF0000,
    profiles.KILL: 0x80000000,  # SECCOMP_RET_KILL_PROCESS
    profiles.EPERM: _ERRNO | 1,
    profiles.EACCES: _ERRNO | 13,
    profiles.ENOSYS: _ERRNO | 38,
}
X32 = 0x40000000  # numbers from here on are those of x86-64's x32

Instruction = tuple[int, int, int, int]
Condition = tuple[tuple[Any, ...], ...]


class Rule:
    """What becomes of one call: permitted if one of the conditions holds."""

    def __init__(self, otherwise: str) -> None:
        self.otherwise = otherwise
        self.conditions: list[Condition] = []

    def key(self) -> tuple[Any, ...]:
        if () in self.conditions:
            return (profiles.ALLOW,)
        return (self.otherwise, *self.conditions)


def rules(profile: str) -> dict[str, Rule]:
    """The rule of each call that has one."""
    result: dict[str, Rule] = {}
    for answer, _, names in profiles.REFUSED:
        for name in names.split():
            result[name] = Rule(answer)
    judged: set[str] = set()
    for names, where, condition, otherwise, _ in profiles.ROWS:
        for name in names.split():
            if name not in judged:
                judged.add(name)
                result[name] = Rule(otherwise)
            if profile in where.split():
                result[name].conditions.append(condition)
    return result


def assemble(profile: str, machine: str, over: str | None = None) -> bytes:
    """The program: an array of struct sock_filter.

    over: the profile whose program is in force already, in this process or in the one that it was forked
        from. What both answer alike is then left to that one: the kernel takes the stricter answer of the
        two, and a short program is put into force in a fraction of the time.
    """
    default = (profiles.ENOSYS if over is None else profiles.ALLOW,)
    ranges: list[tuple[int, tuple[Any, ...]]] = [(0, default)]
    before = {} if over is None else {name: rule.key() for name, rule in rules(over).items()}
    by_number = {
        calls.NUMBERS[machine][name]: rule.key()
        for name, rule in rules(profile).items()
        if name in calls.NUMBERS[machine] and (rule.key() != before.get(name) or _of_one_process(rule))
    }
    if machine == "x86_64":
        by_number[X32] = (profiles.KILL,)
    for number in sorted(by_number):
        for at, key in ((number, by_number[number]), (number + 1, default)):
            if ranges[-1][0] == at:
                ranges.pop()
            if not ranges or ranges[-1][1] != key:
                ranges.append((at, key))
    if machine == "x86_64":
        ranges = [entry for entry in ranges if entry[0] <= X32]
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JEQ, 1, 0, calls.ARCHITECTURES[machine]),
        (RETURN, 0, 0, ANSWERS[profiles.KILL]),
        (LOAD, 0, 0, NUMBER),
        *_tree(ranges),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _of_one_process(rule: Rule) -> bool:
    """Does it permit something else in a fork?"""
    return any(test[1] == "self" for condition in rule.conditions for test in condition)


def _tree(ranges: list[tuple[int, tuple[Any, ...]]]) -> list[Instruction]:
    if len(ranges) == 1:
        return _leaf(ranges[0][1])
    middle = len(ranges) // 2
    left, right = _tree(ranges[:middle]), _tree(ranges[middle:])
    if len(left) <= 255:
        return [(JGE, len(left), 0, ranges[middle][0]), *left, *right]
    return [(JGE, 0, 1, ranges[middle][0]), (JA, 0, 0, len(left)), *left, *right]


def _leaf(key: tuple[Any, ...]) -> list[Instruction]:
    answer, *conditions = key
    result: list[Instruction] = []
    for condition in conditions:
        result += _condition(condition)
    return [*result, (RETURN, 0, 0, ANSWERS[answer])]


def _condition(condition: Condition) -> list[Instruction]:
    """Permits if all tests hold, and else goes on behind itself."""
    code: list[Instruction] = [(RETURN, 0, 0, ANSWERS[profiles.ALLOW])]
    for test in reversed(condition):
        code = [*_test(test, len(code)), *code]
    return code


def _test(test: tuple[Any, ...], rest: int) -> list[Instruction]:
    """Goes on if the test holds, and else jumps over `rest` more instructions."""
    argument, kind, *values = test
    low, high = ARGUMENTS + 8 * argument, ARGUMENTS + 8 * argument + 4
    if kind == "is":
        several = values[0]
        last = len(several) - 1
        return [
            (LOAD, 0, 0, low),
            *((JEQ, last - at, rest if at == last else 0, value) for at, value in enumerate(several)),
        ]
    if kind == "bits":
        return [(LOAD, 0, 0, low), (AND, 0, 0, values[0]), (JEQ, 0, rest, values[1])]
    if kind == "least":
        return [(LOAD, 0, 0, low), (JGE, 0, rest, values[0])]
    if kind == "null":
        return [(LOAD, 0, 0, low), (JEQ, 0, rest + 2, 0), (LOAD, 0, 0, high), (JEQ, 0, rest, 0)]
    if kind == "self":
        return [(LOAD, 0, 0, low), (JEQ, 0, rest, SELF)]
    raise ValueError(f"no test {kind!r}")
