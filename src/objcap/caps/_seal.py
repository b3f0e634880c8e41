"""Sealed values: to be held and passed on, and not looked into."""

from __future__ import annotations

import errno
import threading
import weakref
from collections.abc import Callable
from typing import Any

from objcap._objcap import wire_size
from objcap.caps._base import Cap
from objcap.caps._wrap import Attenuated, invoke

_MOST = 1 << 26  # bytes that guests may have sealed at once, with one sealer


class Sealed(Cap):
    """A value that nobody can look at but who has the unsealer."""

    _reading = ("_open",)  # it is called by the unsealer only, and hands out what has been behind no gate yet

    def __init__(self, brand: object, value: Any, name: str) -> None:
        self._brand = brand
        self._value = value
        self._name = name

    def _label(self) -> str:
        return self._name

    def _open(self, brand: object) -> Any:
        if brand is not self._brand:
            raise PermissionError("this value was sealed by another sealer")
        return self._value


class Sealer(Cap):
    """Seals values: who has one can make such values, and not look into them."""

    _exports = ("seal",)

    def __init__(self, brand: object, name: str) -> None:
        self._brand = brand
        self._name = name
        self._lock = threading.RLock()  # a finaliser may come back to it
        self._held = 0

    def seal(self, value: Any) -> Sealed:
        """Return an object that says nothing, and that the unsealer of this sealer opens."""
        return Sealed(self._brand, value, self._name)

    def _method(self, name: str) -> Callable[..., Any]:
        return self._seal_for_guest if name == "seal" else super()._method(name)

    def _seal_for_guest(self, value: Any) -> Sealed:
        """Return an object that says nothing, and that the unsealer of this sealer opens."""
        size = wire_size(value)  # the value stays in the host while a guest holds what it was sealed in
        with self._lock:
            if self._held + size > _MOST:
                raise OSError(errno.EDQUOT, f"more than {_MOST} bytes are sealed at once")
            self._held += size
        sealed = self.seal(value)
        weakref.finalize(sealed, self._give_back, size).atexit = False
        return sealed

    def _give_back(self, size: int) -> None:
        with self._lock:
            self._held -= size


class Unsealer(Cap):
    """Opens what its sealer has sealed."""

    _exports = ("unseal",)

    def __init__(self, brand: object) -> None:
        self._brand = brand

    def unseal(self, sealed: Any) -> Any:
        """Return the value. Raises PermissionError for what its sealer has not sealed."""
        found = inner = Cap.of(sealed)
        while isinstance(inner, Attenuated):
            inner = Cap.of(inner._target)
        if found is None or not isinstance(inner, Sealed) or inner._brand is not self._brand:
            raise PermissionError("this is no value of the sealer")
        return invoke(found, "_open", (self._brand,), {})  # through the gates that it came out of


def sealing(name: str = "sealed") -> tuple[Sealer, Unsealer]:
    """A sealer, and the unsealer of what it seals.

    A guest can hold, compare and pass on what was sealed, and can neither look into it nor make one. One that
    came out of a revocable (limited, expiring, ...) capability stays behind its gate, and so does what the
    unsealer gives for it.

    name: what a sealed value is called when it is shown.
    """
    brand = object()
    return Sealer(brand, name), Unsealer(brand)
