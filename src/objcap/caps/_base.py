"""The class of objects that stand for capabilities."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any, Self

from objcap import _objcap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._wrap import Gate


_making = threading.RLock()


class Cap:
    """An object of the host of which a guest gets some methods, and nothing else.

    A subclass lists in _exports what a guest may call. Wherever a value goes to a guest (granted, as a
    result, as an argument of its function, also inside lists, tuples and dicts), a capability with these
    methods stands for the object. One with a __call__ can be called itself. What a method returns or
    raises crosses as with any function that is granted::

        class Counter(Cap):
            _exports = ("add", "value")
            _reading = ("value",)

            def __init__(self):
                self._count = 0

            def add(self, by: int = 1) -> None: ...
            def value(self) -> int: ...

    The names that a guest can use are fixed when it gets the object for the first time. Arguments of a
    guest are plain values of any kind and size: a method checks them.
    """

    # Names of methods that a guest may call.
    _exports: tuple[str, ...] = ()
    # Those of them that only read: what read_only() leaves. "__call__" may be among them.
    _reading: tuple[str, ...] = ()

    # Weak, for the capability holds the object: what a guest lets go of goes at once.
    __capability: weakref.ref[_objcap.Capability] | None = None

    def capability(self, name: str | None = None) -> _objcap.Capability:
        """The capability that a guest gets: the same one while anybody holds it, unless a name is given.

        Raises ValueError or TypeError for an _exports that cannot be: a name that is no identifier, that
        begins with an underscore, or behind which there is nothing to call.
        """
        with _making:
            made = None if self.__capability is None or name is not None else self.__capability()
            if made is not None:
                return made
            label = self._label() if name is None else name
            methods = {export: self._method(export) for export in self._exports}
            made = _objcap.capability(
                self._method("__call__") if self._calls() else None,
                label,
                methods=methods,
                doc=self._doc(),
                owner=self,
            )
            if name is None:
                self.__capability = weakref.ref(made)
            return made

    @staticmethod
    def of(capability: Any) -> Cap | None:
        """The object that a capability stands for, or the object itself; None for anything else.

        A method that takes a capability from a guest finds out with it what it was given.
        """
        if isinstance(capability, Cap):
            return capability
        found = _objcap.capability_owner(capability)
        return found if isinstance(found, Cap) else None

    # ------------------------------------------------------------ for subclasses

    def _read_only(self) -> Cap | None:
        """What read_only() makes of it; None: the methods that _reading lists."""
        return None

    def _behind(self, gate: Gate) -> Cap:
        """What a membrane hands out for it. What a guest uses without further calls, as a file over a
        descriptor, hands out something that asks each time, unless gate.native says that it need not."""
        return gate.behind(self)

    def _label(self) -> str:
        """What the capability is called in messages."""
        return type(self).__name__

    def _doc(self) -> str | None:
        """What the guest sees as its __doc__."""
        return type(self).__doc__

    def _calls(self) -> bool:
        """Can it be called itself?"""
        return callable(self)

    def _method(self, name: str) -> Callable[..., Any]:
        """What is called when a guest calls that method."""
        found: Callable[..., Any] = getattr(self, name)
        return found

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


_objcap.cap_class(Cap)
