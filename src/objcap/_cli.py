"""The command line: python -m objcap [OPTIONS] [SCRIPT | -c CODE | -m MODULE | -] [ARGS...].

Written by hand, since argparse costs more than start-up and lockdown together;
the conventions are python's own: options end at the program, the rest is its.
"""

import os
import sys

from objcap import _objcap, kernel
from objcap._settings import Settings
from objcap._version import VERSION
from objcap.lockdown import LockdownError, lock
from objcap.permits import REMOVABLE

USAGE = "usage: python -m objcap [OPTIONS] [SCRIPT | -c CODE | -m MODULE | -] [ARGS...]"
HELP = f"""{USAGE}
       python -m objcap doctor

Runs a Python program that can compute anything, and touch nothing outside:
no files, sockets, processes, and no modules but permitted ones.

The program (none: a prompt, or standard input if that is no terminal):
  SCRIPT             a file of Python source
  -c CODE            the source itself
  -m MODULE          a module found on the permitted path, run as __main__;
                     the current folder is permitted for it
  -                  the source is read from standard input
  ARGS...            sys.argv[1:] of the program

Options:
  --path DIR         permit the pure-Python modules in DIR (repeatable)
  --no-script-path   do not permit the modules in the folder of the script
  --allow-module NAME
                     permit one more extension or builtin module (repeatable);
                     it is trusted like objcap's own C code
  --strict           the rules of 2007 to the letter: no sys and os, no standard
                     library beyond the whitelist of extension modules
  --without NAME     take a part of CPython away that has a record of memory-safety
                     bugs: memoryview, array, OrderedDict or _json (repeatable)
  --read PATH        grant reading a folder or a file: open() and the functions of os
                     work there (repeatable, as are the next three)
  --write PATH       grant reading and changing it, and all in it
  --net RULE         grant HTTP requests: the program has http.get(url) and so on;
                     https://api.example.org, https://api.example.org/v1/*
  --env NAME         grant a variable of the environment, in os.environ
  --clock WHEN       a clock that always shows that: fixed (the year 2000 begins), or a
                     date and time as in 2024-05-01T12:00:00Z
  --ask              ask at the terminal before the first use of what is not granted
  --log FILE         append a line of JSON for each use of what was granted
  --save-grants FILE write what was granted, by options and answers, to a policy file
  --policy FILE      grant what a policy file says (TOML), with what the options add
  --no-stdin         standard input is empty
  --kernel MODE      the wall in the kernel: auto (all that this machine offers, the
                     default), require (or nothing runs), off
  -h, --help         this text
  --version          the versions of objcap and Python

  doctor             says what this machine offers for the kernel's wall, and what it
                     stops; a script of that name is run as ./doctor

Exit status: the program's; 2 for a wrong command line or a script that cannot be
read; 70 if the lockdown failed half-way. See also: pydoc objcap
"""

# What the interpreter may have been told that a locked one leaves aside.
IGNORED = {
    "PYTHONPATH": "is not the guest's path; permit folders with --path",
    "PYTHONSTARTUP": "is not run",
    "PYTHONINSPECT": "is left aside: there is no prompt after the program",
    "PYTHONBREAKPOINT": "is left aside: breakpoint() does not exist",
}


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class UsageError(Exception):
    """A wrong command line: one line, status 2."""


# Options that say what is granted: objcap/_cli_grants.py acts on them.
GRANTS = ("--read", "--write", "--net", "--env", "--clock", "--log", "--save-grants", "--policy")
ONCE = ("--clock", "--log", "--save-grants", "--policy")
VALUED = ("--path", "--allow-module", "--kernel", "--without", *GRANTS)


class Command:
    """A parsed command line."""

    def __init__(self, arguments: list[str]) -> None:
        self.kind = "prompt"
        self.program = ""
        self.path: list[str] = []
        self.modules: list[str] = []
        self.without: list[str] = []
        self.script_path = True
        self.strict = False
        self.stdin = True
        self.kernel: str | None = None
        self.ask = False
        self.grants: dict[str, list[str]] = {}
        self.arguments: list[str] = []
        rest = list(arguments)
        while rest:
            word = rest.pop(0)
            if word in ("-h", "--help", "--version"):
                self.kind = "help" if word != "--version" else "version"
                return
            if word == "--":
                if rest:
                    self.kind, self.program = "file", rest.pop(0)
                break
            if word == "-":
                self.kind, self.program = "stdin", "-"
                break
            if word in ("-c", "-m") or (word[:2] in ("-c", "-m") and word[2:3] != "-"):
                self.kind = "code" if word[1] == "c" else "module"
                self.program = word[2:] or self.value(word, rest)
                break
            if word.startswith("--") and "=" in word:
                word, _, value = word.partition("=")
                rest.insert(0, value)
                if word not in VALUED:
                    raise UsageError(f"option {word} takes no value")
            if word == "--path":
                self.path.append(self.value(word, rest))
            elif word == "--allow-module":
                self.modules.append(self.value(word, rest))
            elif word == "--without":
                self.without.append(self.value(word, rest))
                known = [row[0] for row in REMOVABLE]
                if self.without[-1] not in known:
                    raise UsageError(
                        f"--without: {self.without[-1]!r} cannot be taken away; known: {', '.join(known)}"
                    )
            elif word == "--no-script-path":
                self.script_path = False
            elif word == "--strict":
                self.strict = True
            elif word == "--no-stdin":
                self.stdin = False
            elif word == "--kernel":
                self.kernel = self.value(word, rest)
                if self.kernel not in kernel.MODES:
                    raise UsageError(f"option --kernel is auto, require or off, not {self.kernel!r}")
            elif word == "--ask":
                self.ask = True
            elif word in GRANTS:
                values = self.grants.setdefault(word, [])
                values.append(self.value(word, rest))
                if word in ONCE and len(values) > 1:
                    raise UsageError(f"option {word} may be given once")
            elif word == "doctor":
                self.kind = "doctor"
                if rest:
                    raise UsageError("doctor takes no arguments; a script of that name is ./doctor")
                return
            elif word.startswith("-"):
                raise UsageError(f"unknown option {word}")
            else:
                self.kind, self.program = "file", word
                break
        self.arguments = rest

    @staticmethod
    def value(option: str, rest: list[str]) -> str:
        if not rest:
            raise UsageError(f"option {option} needs a value")
        return rest.pop(0)


def read_script(name: str) -> bytes:
    """The bytes of a script. Raises UsageError with python's own words."""
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise UsageError(f"can't open file {os.path.abspath(name)!r}: {error}") from None


def guest_path(command: Command) -> tuple[str, ...]:
    """The folders whose modules the guest may import, in the order of the search."""
    path = []
    if command.kind == "file" and command.script_path:
        path.append(os.path.dirname(os.path.realpath(command.program)))
    if command.kind == "module" and command.script_path:
        path.append(os.getcwd())
    for folder in command.path:
        if not os.path.isdir(folder):
            raise UsageError(f"--path: {folder!r} is not a folder")
        path.append(os.path.abspath(folder))
    return tuple(dict.fromkeys(path))


def notices(command: Command) -> None:
    """Say on standard error what was ignored, and what was trusted."""
    if not sys.flags.ignore_environment:
        for name, what in IGNORED.items():
            if os.environ.get(name):
                print(f"objcap: note: {name} {what}", file=sys.stderr)
    for name in command.modules:
        print(
            f"objcap: warning: --allow-module {name}: objcap has not judged what {name} can do; the guest "
            "gets all of it",
            file=sys.stderr,
        )


def main(arguments: list[str] | None = None) -> int:
    """Run a command line; returns only if nothing was locked down."""
    try:
        return run(Command(sys.argv[1:] if arguments is None else arguments))
    except UsageError as error:
        print(f"objcap: {error}", file=sys.stderr)
        if "option" in str(error):
            print(f"{USAGE}\nTry: python -m objcap --help", file=sys.stderr)
    except LockdownError as error:
        print(f"objcap: {error}", file=sys.stderr)
    return 2


def run(command: Command) -> int:
    if command.kind == "help":
        print(HELP, end="")
        return 0
    if command.kind == "version":
        print(f"objcap {VERSION} on CPython {sys.version.split()[0]}")
        return 0
    if command.kind == "doctor":
        from objcap.kernel import doctor

        return doctor.main()
    source: bytes | str = command.program
    filename = command.program
    if command.kind == "prompt" and not (os.isatty(0) and os.isatty(1) and command.stdin):
        command.kind = "stdin"
    if command.kind == "file":
        source = read_script(command.program)
    elif command.kind == "code":
        filename = "<string>"
    elif command.kind == "prompt":
        source = f"objcap {VERSION} on CPython {sys.version.split()[0]}"
    elif command.kind == "stdin":
        source = sys.stdin.buffer.read() if command.stdin and sys.stdin is not None else b""
        filename = "<stdin>"
    elif command.kind == "module":
        filename = ""
        if not all(part.isidentifier() for part in command.program.split(".")):
            raise UsageError(f"-m: {command.program!r} is not the name of a module")
    notices(command)
    grants: dict[str, Any] = {}
    if command.grants or command.ask:
        from objcap import _cli_grants

        grants = _cli_grants.resolve(command)
    first = {"file": command.program, "code": "-c", "module": "-m", "stdin": command.program, "prompt": ""}
    settings = Settings(
        modules=frozenset(command.modules),
        path=guest_path(command),
        strict=command.strict,
        without=frozenset(command.without),
        streams=(command.stdin, True, True),
        argv=(first[command.kind], *command.arguments),
        keep="run",
        kernel=command.kernel or "auto",
        **grants,
    )
    lock(settings)
    _objcap.run(command.kind, source, filename)
    raise AssertionError("the runner ends the process")
