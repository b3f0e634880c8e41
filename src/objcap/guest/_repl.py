"""The prompt: reads lines on the terminal, runs them in `__main__`, shows what comes of it.

Guest code without power, in an ordinary guest module: what a guest changes here
changes its own prompt. Strict mode has neither `sys` nor a standard library, so
nothing here needs more than C gives; what else there is, is used when it is there.
"""

from __future__ import annotations

from _exit import SystemExit

import __main__
from _objcap_guest import columns, edit_line, report

try:
    import sys
except ImportError:
    sys = None
if not hasattr(sys, "excepthook"):
    sys = None  # strict mode, where a user's own sys.py may have answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HISTORY_MAX = 1000
LISTED_MAX = 300
INDENT = "    "

# Flags of compile() (Include/cpython/compile.h), as codeop and ast have them.
ONLY_AST = 0x400
PARTIAL = 0x200 | 0x4000  # DONT_IMPLY_DEDENT, ALLOW_INCOMPLETE_INPUT
FUTURES = 0x1FE0000  # what `from __future__ import ...` sets; it stays in force

# How the errors begin that are no matter of indentation: inside of brackets, of a
# string, after a backslash.
OPEN_TOKENS = ("unterminated", "unexpected EOF", "unexpected character", "f-string")


class Compiler:
    """Compiles what was typed, or says that more must come.

    The standard library's codeop works the same way; strict mode does not have it.
    """

    def __init__(self) -> None:
        self.flags = 0

    def __call__(self, source: str, filename: str, symbol: str) -> Any:
        """The code of `source`, or None if it is incomplete.

        Raises SyntaxError, ValueError, OverflowError.
        """
        if not any(line.strip() and line.strip()[0] != "#" for line in source.split("\n")):
            source = "pass"
        if self.incomplete(source, filename, symbol):
            return None
        # The newline lets the caret of an error stand behind the last character.
        return self.compile(source + "\n", filename, symbol)

    def compile(self, source: Any, filename: str, symbol: str) -> Any:
        """The code of `source`, which is complete. Raises SyntaxError, ValueError, OverflowError."""
        code = compile(source, filename, symbol, self.flags, True)
        self.flags |= code.co_flags & FUTURES
        return code

    def incomplete(self, source: str, filename: str, symbol: str) -> bool:
        """Would more text make `source` better?"""
        with quiet():
            try:
                compile(source, filename, symbol, self.flags | PARTIAL, True)
                return False
            except SyntaxError:
                pass
            try:
                compile(source + "\n", filename, symbol, self.flags | PARTIAL, True)
                return True
            except SyntaxError as error:
                return error.msg == "incomplete input"

    def statements(self, source: str, filename: str) -> Any:
        """Yields the code of each statement of `source`, which shows the values of expressions."""
        from _ast import Interactive

        tree = compile(source, filename, "exec", self.flags | ONLY_AST, True)
        for statement in tree.body:
            yield self.compile(Interactive([statement]), filename, "single")

    def continues_block(self, source: str) -> bool:
        """Does the next line begin with indentation: is it outside of brackets and strings?"""
        if source.endswith("\\"):
            return False
        try:
            with quiet():
                compile(source + "\n", "", "exec", self.flags, True)
        except SyntaxError as error:
            return not (error.msg.startswith(OPEN_TOKENS) or error.msg.endswith("was never closed"))
        except (ValueError, OverflowError, MemoryError, RecursionError):
            return False
        return True


class quiet:
    """No warnings of the compiler while it is only asked."""

    def __enter__(self) -> None:
        self.catcher = None
        if sys is not None:
            from warnings import catch_warnings

            self.catcher = catch_warnings(action="ignore")
            self.catcher.__enter__()

    def __exit__(self, *error: Any) -> None:
        if self.catcher is not None:
            self.catcher.__exit__(*error)


class Prompt:
    """A conversation: what was typed before, and what of it is yet to be run."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.compiler = Compiler()
        self.history: list[str] = []
        self.lines: list[str] = []  # of a statement that is not complete
        self.pasted = False  # they hold a paste: several statements, blank lines
        self.interrupted = False
        self.inputs = 0
        self.sources: dict[str, str] = {}  # of the inputs, for tracebacks

    # ------------------------------------------------------------ reading

    def prompt(self) -> str:
        """The prompt in front of the next line: sys.ps1 or sys.ps2, of any type, as in CPython."""
        name, usual = ("ps2", "... ") if self.lines else ("ps1", ">>> ")
        if sys is None:
            return usual
        try:
            text = str.__str__(str(getattr(sys, name, "")))
        except KeyboardInterrupt:
            raise
        except BaseException:
            return ""
        head, newline, text = text.rpartition("\n")
        if newline:
            self.write(head + newline)
        return text

    def indentation(self) -> str:
        """What the next line most likely begins with."""
        if not self.lines:
            return ""
        last = self.lines[-1].rpartition("\n")[2]
        blanks = last[: len(last) - len(last.lstrip(" "))]
        if not last.strip() or not self.compiler.continues_block("\n".join(self.lines)):
            return ""
        words = last.split("#")[0].rstrip()
        if words.endswith(":"):
            return blanks + INDENT
        if words.lstrip().partition(" ")[0] in ("return", "pass", "raise", "break", "continue"):
            return blanks[: -len(INDENT)]
        return blanks

    def read(self) -> tuple[str, str]:
        """How the user ended the next line, and the line (or the lines of a paste)."""
        prompt, text = self.prompt(), self.indentation()
        flush()
        cursor = len(text)
        while True:
            kind, text, cursor = edit_line(prompt, text, cursor, self.history)
            if kind != "tab":
                return kind, text
            text, cursor = self.complete(text, cursor)

    def remember(self, text: str) -> None:
        """Put what was typed into the history, which is in memory only."""
        for line in text.split("\n"):
            if line.strip() and self.history[-1:] != [line]:
                self.history.append(line)
        del self.history[:-HISTORY_MAX]

    # ------------------------------------------------------------ completion

    def complete(self, text: str, cursor: int) -> tuple[str, int]:
        """The text and cursor after the Tab key: longer, or as they were and the choice is listed."""
        column = cursor - (text.rfind("\n", 0, cursor) + 1)
        before = text[cursor - column : cursor]
        if not before.strip():
            blanks = " " * (len(INDENT) - column % len(INDENT))
            return text[:cursor] + blanks + text[cursor:], cursor + len(blanks)
        start = column
        while start > 0 and (before[start - 1].isalnum() or before[start - 1] in "_."):
            start -= 1
        word = before[start:]
        try:
            matches = self.matches(word)
        except KeyboardInterrupt:
            raise
        except BaseException:
            matches = []  # an attribute of the guest's own failed, or ends the program
        if matches:
            first, last = matches[0], matches[-1]
            common = 0
            while common < min(len(first), len(last)) and first[common] == last[common]:
                common += 1
            if common > len(word):
                text = text[: cursor - len(word)] + first[:common] + text[cursor:]
                cursor += common - len(word)
            elif len(matches) > 1:
                self.list(matches)
        return text, cursor

    def matches(self, word: str) -> list[str]:
        """What the dotted name may become, sorted. Looks attributes up, calls nothing."""
        *owners, prefix = word.split(".")
        if not all(owner.isidentifier() for owner in owners) or (not owners and not prefix):
            return []
        if owners:
            value = self.name(owners[0])
            for owner in owners[1:]:
                value = getattr(value, owner)
            names = dict.fromkeys(dir(value))
        else:
            names = dict.fromkeys([*keywords(), *builtin_names(), *self.namespace])
        found = set()
        for name in names:
            if type(name) is not str or not name.startswith(prefix) or not name.isidentifier():
                continue
            if name.startswith("_") and not prefix.startswith("_"):
                continue
            found.add(".".join([*owners, name]) + self.suffix(name, value if owners else None, bool(owners)))
        return sorted(found)

    def name(self, name: str) -> Any:
        """The value of a global or built-in name. Raises KeyError."""
        return self.namespace[name] if name in self.namespace else builtin_names()[name]

    def suffix(self, name: str, owner: Any, attribute: bool) -> str:
        """The bracket after a name that can be called. Does not run properties."""
        try:
            if not attribute:
                value = self.name(name)
            elif isinstance(getattr(type(owner), name, None), property):
                return ""
            else:
                value = getattr(owner, name)
        except Exception:
            return ""
        return "(" if callable(value) else ""

    def list(self, matches: list[str]) -> None:
        """Show the choice in columns, below the line."""
        names = [match.rpartition(".")[2] for match in matches]
        left_off = len(names) - LISTED_MAX
        names = names[:LISTED_MAX]
        width = max(map(len, names)) + 2
        across = max(1, (columns() - 1) // width)
        down = -(-len(names) // across)
        rows = ["".join(name.ljust(width) for name in names[row::down]).rstrip() for row in range(down)]
        if left_off > 0:
            rows.append(f"... and {left_off} more")
        self.write("\n" + "\n".join(rows) + "\n")
        flush()

    # ------------------------------------------------------------ running

    def step(self) -> bool:
        """Read a line and run what is complete. False: the user wants to leave."""
        if self.interrupted:
            self.interrupted = False
            self.forget()
            self.write("KeyboardInterrupt\n", error=True)
        kind, text = self.read()
        if kind == "interrupt":
            self.interrupted = True
            return True
        if kind == "eof" and not self.lines:
            return False
        self.remember(text)
        self.pasted = self.pasted or "\n" in text
        self.lines.append(text)
        source = "\n".join(self.lines)
        filename = self.filename()
        try:
            if kind == "eof":  # the block ends here, complete or not
                codes = [self.compiler.compile(source + "\n", filename, "single")]
            elif self.pasted:
                codes = self.compile_paste(source, filename)
            else:
                codes = self.compile_lines(source, text, filename)
        except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError) as error:
            self.forget()
            self.inputs += 1
            self.show(error, None)
            return True
        if codes is None:
            return True
        self.forget()
        self.sources[filename] = source
        self.inputs += 1
        self.run(codes)
        return True

    def compile_lines(self, source: str, last: str, filename: str) -> Any:
        """The code of lines that were typed, or None if more must come."""
        if last and not last.strip():
            # The editor offered the blanks, so the line ends a block as an empty one
            # would; inside a string they count.
            code = self.compiler(source[: -len(last)], filename, "single")
            if code is not None:
                return [code]
        code = self.compiler(source, filename, "single")
        return None if code is None else [code]

    def compile_paste(self, source: str, filename: str) -> Any:
        """The codes of the statements of a paste, or None if more must come."""
        last = source.rpartition("\n")[2]
        if last.strip() and last[0] in " \t":
            return None
        if self.compiler.incomplete(source, filename, "exec"):
            return None
        return self.compiler.statements(source, filename)

    def run(self, codes: Any) -> None:
        """Run code in `__main__`. Only the guest's SystemExit comes out of it."""
        failure = None
        try:
            for code in codes:
                exec(code, self.namespace)
        except SystemExit:
            raise
        except BaseException as error:
            failure = error
        if failure is not None:
            trace = failure.__traceback__
            while trace is not None and trace.tb_frame.f_globals is globals():
                trace = trace.tb_next  # the frames of the prompt
            self.show(failure, trace)

    def forget(self) -> None:
        """Begin a new statement."""
        self.lines = []
        self.pasted = False

    def filename(self) -> str:
        """What tracebacks call the input: from 3.13 on each has a name, and its lines are shown."""
        return f"<python-input-{self.inputs}>" if NAMED_INPUTS else "<stdin>"

    def show(self, error: BaseException, trace: Any) -> None:
        """Print an exception as the interpreter would: through sys.excepthook."""
        error.__traceback__ = trace
        flush()
        if sys is not None:
            if NAMED_INPUTS:
                self.lend_sources()
                sys.last_exc = error
            sys.last_type, sys.last_value, sys.last_traceback = type(error), error, trace
        report(error)
        if isinstance(error, NameError) and getattr(error, "name", None) in ("exit", "quit"):
            hint = "Ctrl-D leaves" if sys is None else "Ctrl-D leaves, and so does sys.exit()"
            self.write(f"({hint})\n", error=True)

    def lend_sources(self) -> None:
        """Let linecache know the lines that were typed."""
        import linecache

        for filename, source in self.sources.items():
            lines = [line + "\n" for line in source.split("\n")]
            linecache.cache[filename] = (len(source), None, lines, filename)

    def write(self, text: str, error: bool = False) -> None:
        """Write text to the guest's standard output, or error."""
        try:
            print(text, end="", file=sys.stderr if error and sys is not None else None)
        except Exception:
            pass  # the guest's streams may fail as they like


def builtin_names() -> dict[str, Any]:
    """The namespace of the built-in names."""
    return __builtins__ if type(__builtins__) is dict else vars(__builtins__)


def keywords() -> list[str]:
    """The words of the language, if there is a list."""
    try:
        from keyword import kwlist, softkwlist
    except ImportError:
        return []
    return [*kwlist, *softkwlist]


def flush() -> None:
    """Let the output appear before the prompt."""
    for name in ("stdout", "stderr") if sys is not None else ():
        try:
            getattr(sys, name).flush()
        except Exception:
            pass  # the guest's streams may fail as they like


NAMED_INPUTS = sys is not None and sys.version_info >= (3, 13)


def banner(what: str) -> str:
    """The first line: what this is, and the way out."""
    if not what:
        what = "objcap" if sys is None else f"objcap on CPython {sys.version.split()[0]}"
    return f"{what}: locked down. {'Ctrl-D leaves' if sys is None else 'Ctrl-D or sys.exit() leaves'}.\n"


def main(what: str = "") -> None:
    """Hold the conversation; return when the user leaves it.

    what: the names and versions for the first line.
    Raises the guest's SystemExit, and OSError or RuntimeError without a terminal.
    """
    if sys is not None:
        for name, text in (("ps1", ">>> "), ("ps2", "... ")):
            if not hasattr(sys, name):
                setattr(sys, name, text)
    prompt = Prompt(vars(__main__))
    prompt.write(banner(what), error=True)
    leaving = False
    while not leaving:
        # Ctrl-C may come at any point between two lines.
        try:
            try:
                while not leaving:
                    leaving = not prompt.step()
            except KeyboardInterrupt:
                prompt.interrupted = True
        except KeyboardInterrupt:
            prompt.interrupted = True
