"""What a worker does for its application: run source, call functions, tell what came of it.

Guest code, in the guest's world, like everything that the application hears from here: it may have
been changed by the guest, and the application believes none of it.

Each function returns a tuple that starts with a word:

    ("value", value, peak)                   peak: bytes that were in use at most
    ("error", type, message, traceback)
    ("exit", code, peak)                        sys.exit(): None, an int or a str
    ("interrupt",)
"""

from __future__ import annotations

import _ast
import sys

from _exit import SystemExit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Outcome = tuple[Any, ...]

_ONLY_AST = 0x400  # PyCF_ONLY_AST
_TEXT = 60_000  # characters of a message or traceback that are told
_KEPT = 500  # pieces of source without a name whose lines tracebacks show
_sources = 0


def start(take: Callable[[], tuple[Any, Any, Any, Any]]) -> None:
    """Become a worker and serve; `take` forks it off. Never returns."""
    import linecache
    import traceback

    names = sys.modules["__main__"].__dict__
    names.update(__name__="__main__", __doc__=None, __spec__=None, __package__=None)
    here = start.__code__.co_filename

    def failure(error: BaseException) -> Outcome:
        """Tell of what the guest's code has raised."""
        try:
            if isinstance(error, SystemExit):
                code = error.code
                return ("exit", code if code is None or type(code) is int else str(code)[:_TEXT], peak())
            if isinstance(error, KeyboardInterrupt):
                return ("interrupt",)
            try:
                message = str(error)[:_TEXT]
            except Exception:
                message = f"<exception str() failed on {type(error).__name__}>"
            trace = error.__traceback__
            while trace is not None and trace.tb_frame.f_code.co_filename == here:
                trace = trace.tb_next
            error.__traceback__ = trace
            text = "".join(traceback.format_exception(error))
            if len(text) > _TEXT:
                text = f"{text[: _TEXT // 2]}\n  ...\n{text[-_TEXT // 2 :]}"
            return ("error", type(error).__qualname__, f"{message}", text)
        except MemoryError:
            return ("error", "MemoryError" if isinstance(error, MemoryError) else "Exception", "", "")
        except KeyboardInterrupt:
            return ("interrupt",)
        except BaseException:  # a class whose instances cannot be shown
            return ("error", "Exception", "an exception that cannot be shown", "")

    def named(source: str, filename: str | None) -> str:
        """The name of a piece of source, and its lines where tracebacks look for them."""
        global _sources
        if filename is None:
            _sources += 1
            filename = "<guest>" if _sources == 1 else f"<guest {_sources}>"
            linecache.cache.pop(f"<guest {_sources - _KEPT}>", None)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        return filename

    def flush() -> None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()

    def outcome(value: Any) -> Outcome:
        flush()
        return ("value", value, peak())

    def run(source: str, filename: str | None, inputs: dict[str, Any], stdin: str | None) -> Outcome:
        """Execute statements; the value is that of the last one, if it is an expression."""
        try:
            filename = named(source, filename)
            names.update(inputs)
            if stdin is not None:
                from io import StringIO

                sys.stdin = StringIO(stdin)
            return outcome(last_value(source, filename))
        except BaseException as error:
            return failure(error)

    def last_value(source: str, filename: str) -> Any:
        """Execute statements; the value of the last one, if it is an expression."""
        if "\n" not in source and "\\" not in source:  # else: trees are made of Python objects, slowly
            try:
                code = compile(source, filename, "eval", 0, True)
            except SyntaxError:
                pass
            else:
                return eval(code, names)
        tree = compile(source, filename, "exec", _ONLY_AST, True)
        body = tree.body
        if not body or type(body[-1]) is not _ast.Expr:
            exec(compile(tree, filename, "exec", 0, True), names)
            return None
        last = _ast.Expression(body.pop().value)
        if body:
            exec(compile(tree, filename, "exec", 0, True), names)
        return eval(compile(last, filename, "eval", 0, True), names)

    def execute(source: str, filename: str | None, inputs: dict[str, Any]) -> Outcome:
        """Execute statements."""
        try:
            filename = named(source, filename)
            names.update(inputs)
            exec(compile(source, filename, "exec", 0, True), names)
            return outcome(None)
        except BaseException as error:
            return failure(error)

    def evaluate(source: str, filename: str | None) -> Outcome:
        """The value of an expression."""
        try:
            filename = named(source, filename)
            return outcome(eval(compile(source.lstrip(" \t"), filename, "eval", 0, True), names))
        except BaseException as error:
            return failure(error)

    def call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Outcome:
        """Call what a name, which may be dotted, stands for."""
        try:
            first, *rest = name.split(".")
            if first not in names:
                raise NameError(f"name {first!r} is not defined")
            function = names[first]
            for part in rest:
                function = getattr(function, part)
            return outcome(function(*args, **kwargs))
        except BaseException as error:
            return failure(error)

    def assign(
        values: dict[str, Any], recursion: int | None, clock: tuple[int, ...] | None, seed: int | None
    ) -> Outcome:
        """Give names to values, capabilities among them. The rest comes with the first assignment only."""
        try:
            if "open" in values:
                from _objcap_files import install, is_open

                if is_open(values["open"]):
                    values["open"] = install(values["open"])
            names.update(values)
            if recursion is not None:
                sys.setrecursionlimit(recursion)
            if clock is not None:
                from _objcap_guest import set_clock

                set_clock(*clock)
            if seed is not None:
                import random

                random.seed(seed)
            return ("value", None, 0)
        except BaseException as error:
            return failure(error)

    def warm() -> None:
        """Run each of these once: no guest has been here yet, and what is touched now is not later."""
        global _sources
        run("warm = 1\nwarm", None, {}, None)
        execute("warm = 1", None, {})
        evaluate("warm", None)
        failure(ValueError())
        call("len", ((),), {})
        names.pop("warm", None)
        linecache.cache.clear()
        _sources = 0

    peak: Callable[[], int] = int
    warm()  # in the zygote
    orders, twin, peak, awaited = take()
    if not awaited():
        warm()  # in the worker, while nobody waits
    random = sys.modules.get("random")
    if random is not None:
        random.seed()  # the state of before is that of every worker
    while True:
        try:
            orders(run, execute, evaluate, call, assign, twin)
        except BaseException:  # an interrupt that came between two calls
            continue
