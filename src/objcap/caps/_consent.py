"""Asking a person, at the terminal, for what is not granted: `python -m objcap --ask`."""

from __future__ import annotations

import os
import termios
from collections.abc import Callable
from typing import Any

import objcap
from objcap.caps._base import Cap
from objcap.caps._open import Open, _parts
from objcap.caps._paths import refuse, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._http import Http

_MOST_REFUSALS = 30  # after so many a guest is not asked for any more
_OWN = tuple(os.path.dirname(os.path.realpath(file)) + "/" for file in (os.__file__, objcap.__file__))
_AS_READ = "the file was granted as 'r'"  # a File that is asked to be written
# Nothing of what the guest has sent to the terminal hides a question: a sequence that it has left unfinished
# is cancelled; margins, character sets and modes are those of the start (DECSTR); the update is shown;
# palette and default colours are the person's own; no colours; nothing is on the line.
_RESET = "\x18\x1b[!p\x1b(B\x0f\x1b[?2026l\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b[0m\r\x1b[K"


class NoTerminal(Exception):
    """There is nobody to ask."""


class Terminal:
    """The terminal of this process, whatever its standard streams are."""

    def ask(self, question: str, answers: str) -> str:
        """One of the letters; the last one for anything else, and for the end of the input. Raises
        NoTerminal."""
        try:
            with open("/dev/tty", "r+b", buffering=0) as tty:
                while True:
                    # What was typed before the question is no answer to it: a guest may have asked for it.
                    termios.tcflush(tty, termios.TCIFLUSH)
                    tty.write(
                        f"{_RESET}{question} [{'/'.join(answers)}] ".encode("ascii", "backslashreplace")
                    )
                    line = b""
                    while not line.endswith(b"\n"):
                        more = tty.read(1)
                        if not more:
                            return answers[-1]
                        line += more
                    word = line.strip().decode("ascii", "replace").lower()
                    if word and word in answers and len(word) == 1:
                        return word
        except (OSError, termios.error) as error:
            raise NoTerminal(str(error)) from None


class _Wanted(Exception):
    """A guest wants what nothing covers."""

    def __init__(self, path: str, write: bool) -> None:
        super().__init__(path)
        self.path = path
        self.write = write


class Consent:
    """What a person has agreed to, and to what not.

    who: the program, as messages call it.
    ask: Terminal.ask, or a function like it.
    read, write, net: what was agreed to, as the options of the command line say it.
    """

    def __init__(self, who: str, ask: Callable[[str, str], str]) -> None:
        self.who = who
        self._ask = ask
        self.read: list[str] = []
        self.write: list[str] = []
        self.net: list[str] = []
        self._refused: set[tuple[str, str]] = set()
        self._sources = {os.path.realpath(who)}

    def knows(self, path: str) -> bool:
        """Is that the source of something that the guest has imported, or runs? Python asks for it when it
        prints a traceback, and gets it from the importer if it is refused here."""
        return path in self._sources or any(path.startswith(folder) for folder in _OWN)

    def ask(self, kind: str, what: str, question: str, answers: str) -> str:
        """The answer to a question; a refusal is remembered. "n": no, or nobody is there any more."""
        if (kind, what) in self._refused or len(self._refused) >= _MOST_REFUSALS:
            return "n"
        try:
            answer = self._ask(f"objcap: {ascii(self.who)[1:-1]} {question}", answers)
        except NoTerminal:
            return ""
        if answer == "n":
            self._refused.add((kind, what))
        return answer

    def open(self, places: dict[str, Cap]) -> Open:
        """An open() that asks."""
        return _Asking(places, self)

    def http(self, rules: tuple[str, ...], methods: tuple[str, ...]) -> Http:
        """Requests that ask."""
        from objcap.caps._http import Http
        from objcap.caps._url import Rule

        consent = self

        class AskingHttp(Http):
            __doc__ = Http.__doc__

            def _check(self, method: str, url: Any) -> None:
                if not any(rule.matches(url) for rule in self._rules):
                    question = f"asks for {ascii(str(url))[:300]}: everything at {url.origin!a}, yes or no?"
                    if consent.ask("net", url.origin, question, "yn") == "y":
                        consent.net.append(f"{url.origin}/*")
                        self._rules = (*self._rules, Rule(f"{url.origin}/*"))
                super()._check(method, url)

            def _label(self) -> str:
                return "http"

        return AskingHttp(rules, methods)


def _host_path(path: str) -> str:
    """What a path of the guest's means on this machine: one that begins at the root may be one of the
    machine's, or of the guest's root, which is the working folder."""
    inside = os.path.abspath("/".join(_parts(path)) or ".")
    if not path.startswith("/"):
        return inside
    outside = "/" + "/".join(_parts(path))
    return outside if os.path.lexists(outside) or not os.path.lexists(os.path.dirname(inside)) else inside


class _Asking(Open):
    """An Open to which places are added as a person agrees."""

    def __init__(self, places: dict[str, Cap], consent: Consent) -> None:
        super().__init__(places, self._want)
        self._consent = consent

    def _want(self, path: str, mode: str) -> str:
        raise _Wanted(path, mode not in ("r", "rb", "rt"))

    def _allow(self, want: _Wanted) -> None:
        """Ask, and add a place. PermissionError if the answer is no."""
        from objcap.caps import _grants
        from objcap.caps._files import Directory, File

        real = os.path.realpath(_host_path(want.path))
        if not want.write and self._consent.knows(real):
            refuse(13, want.path)
        folder = real if os.path.isdir(real) else os.path.dirname(real)
        shown = ascii(real)
        if want.write and _grants.unfit(folder) is not None:
            refuse(13, want.path, "Permission denied, it cannot be granted for writing")
        if want.write:
            question = f"asks to write {shown}: everything in {folder!a}, yes or no?"
            answer = self._consent.ask("write", folder, question, "yn")
        elif folder == real:
            question = f"asks to read the folder {shown}: yes or no?"
            answer = self._consent.ask("read", real, question, "yn")
        else:
            question = f"asks to read {shown}: yes, everything in its folder, or no?"
            answer = self._consent.ask("read", real, question, "yfn")
        if answer in ("", "n"):
            refuse(
                13,
                want.path,
                "Permission denied, it was asked for"
                if answer
                else "nobody can be asked: --ask needs a terminal",
            )
        whole = want.write or answer == "f" or folder == real
        if not whole and not os.path.exists(real):
            whole = True  # it may come to be: its folder tells that it is not there
        if whole:
            with told(want.path):  # not where its symbolic links lead to
                cap: Cap = Directory(folder, write=want.write, create=want.write, delete=want.write)
            (self._consent.write if want.write else self._consent.read).append(folder)
            parts = _parts(want.path)
            names = parts if folder == real else parts[:-1]
        else:
            with told(want.path):
                cap = File(real, "r")
            self._consent.read.append(real)
            names = _parts(want.path)
        for name in (names, _parts(folder if whole else real)):
            if want.write:
                for below in [place for place in self._places if place[: len(name)] == name]:
                    del self._places[below]  # what it had there before was less
            self._places[name] = cap

    def _told(self, path: object, mode: str, error: OSError) -> Any:
        if _AS_READ in (error.strerror or ""):
            self._refuse(path, mode)
        return super()._told(path, mode, error)


def _retrying(name: str) -> Callable[..., Any]:
    original = getattr(Open, name)

    def method(self: _Asking, *args: Any, **kwargs: Any) -> Any:
        for _ in range(8):
            try:
                return original(self, *args, **kwargs)
            except _Wanted as want:
                wanted = want
            self._allow(wanted)
        refuse(13, wanted.path)

    method.__name__ = name
    method.__doc__ = original.__doc__
    return method


for _name in ("__call__", "scandir", "stat", "mkdir", "remove", "rmdir", "rename"):
    setattr(_Asking, _name, _retrying(_name))
