"""The modules that a zygote keeps in memory are not what one worker can change for others."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

import objcap
from objcap.worker import zygote

# Native code in the worker, without a compiler: the policy names _ctypes, so the guest calls any address.
ATTACK = """
import _ctypes

class Long(_ctypes._SimpleCData):
    _type_ = "L"

class Int(_ctypes._SimpleCData):
    _type_ = "i"

class Function(_ctypes.CFuncPtr):
    _flags_ = _ctypes.FUNCFLAG_CDECL
    _restype_ = Int

mprotect = Function(MPROTECT)
mprotect.argtypes = (Long, Long, Long)
memset = Function(MEMSET)
memset.argtypes = (Long, Int, Long)
made = mprotect(START, SIZE, 3)
if made == 0:
    memset(START, 0x78, SIZE)
made
"""


def addresses(process: int | str, name: str) -> list[tuple[int, int]]:
    """Where a file is mapped."""
    lines = Path(f"/proc/{process}/maps").read_text().splitlines()
    found = [line.split()[0].split("-") for line in lines if name in line]
    return [(int(start, 16), int(end, 16)) for start, end in found]


def library() -> str:
    """The C library that this process and its workers map."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return next(line.split()[-1] for line in lines if "/libc.so" in line or "/libc-" in line)


def test_what_a_worker_writes_into_the_store_is_its_own() -> None:
    options = {"modules": ["_ctypes"], "recursion": 900}
    try:
        attacker = objcap.Sandbox(**options)
    except objcap.StartError as error:
        pytest.skip(f"this Python has no _ctypes: {error}")
    with attacker, objcap.Sandbox(**options) as other:
        process, _ = zygote.process_of(attacker._session.worker.pidfd)
        libc = library()
        shift = min(addresses(process, libc))[0] - min(addresses(os.getpid(), libc))[0]
        here = ctypes.CDLL(None)
        ours = [ctypes.cast(getattr(here, name), ctypes.c_void_p).value for name in ("mprotect", "memset")]
        assert all(ours)
        (start, end), *_ = addresses(process, "objcap modules")
        given = {"MPROTECT": ours[0] + shift, "MEMSET": ours[1] + shift, "START": start, "SIZE": end - start}
        assert attacker.run(ATTACK, given).value == 0  # it could write there
        with pytest.raises(objcap.SandboxError):
            attacker.run("import colorsys")  # and has: its own modules are gone
        for box in (other, objcap.Sandbox(**options)):
            with box:
                assert box.run("import colorsys; colorsys.__name__").value == "colorsys"
