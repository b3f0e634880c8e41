"""What the hooks of sys print: exceptions, unraisable ones, values at the prompt.

Guest code, in the guest's world: it writes to what sys.stderr and sys.stdout are.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def exception(value: BaseException) -> None:
    """Print an uncaught exception as python does. Host frames do not show."""
    import traceback

    if sys.stderr is not None:
        _flush(sys.stdout)
        if sys.version_info < (3, 12):
            printed = traceback.TracebackException(type(value), value, value.__traceback__, compact=True)
            _suggest(printed, value)
            printed.print(file=sys.stderr)
        else:
            traceback.print_exception(value)
        _flush(sys.stderr)


def _suggest(printed: Any, value: BaseException) -> None:
    """Add "Did you mean": 3.11 has that in its printer in C alone, which opens source files."""
    pairs: list[tuple[Any, Any]] = [(printed, value)]
    for shown, error in pairs:  # grows
        if shown is None or error is None:
            continue
        name = getattr(error, "name", None)
        if isinstance(error, (AttributeError, NameError)) and isinstance(name, str):
            nearest = _nearest(name, _names(error))
            if nearest is not None:
                shown._str += f". Did you mean: '{nearest}'?"
        pairs += [(shown.__cause__, error.__cause__), (shown.__context__, error.__context__)]
        if shown.exceptions:
            pairs += zip(shown.exceptions, error.exceptions, strict=False)  # type: ignore[attr-defined]


def _names(error: Any) -> list[str]:
    """What could have been meant where `error` was raised."""
    try:
        if isinstance(error, AttributeError):
            return dir(error.obj)
        traceback = error.__traceback__
        while traceback.tb_next is not None:
            traceback = traceback.tb_next
        frame = traceback.tb_frame
        return [*frame.f_locals, *frame.f_globals, *frame.f_builtins]
    except Exception:
        return []


def _nearest(wrong: str, names: list[str]) -> str | None:
    """Return the name that is most like `wrong`, by CPython's measure and limits."""
    best, nearest = sys.maxsize, None
    if len(names) > 750 or len(wrong) > 40:
        return None
    for name in names:
        if isinstance(name, str) and name != wrong and len(name) <= 40:
            limit = min((len(wrong) + len(name) + 3) * 2 // 6, best - 1)
            distance = _distance(wrong, name)
            if distance <= limit:
                best, nearest = distance, name
    return nearest


def _distance(a: str, b: str) -> int:
    """Levenshtein's distance: 2 for a letter more, less or another, 1 for another case."""
    row = [2 * index for index in range(len(a) + 1)]
    for count, letter in enumerate(b, 1):
        before, row[0] = row[0], 2 * count
        for index, other in enumerate(a, 1):
            cost = 0 if letter == other else 1 if letter.lower() == other.lower() else 2
            before, row[index] = row[index], min(before + cost, row[index] + 2, row[index - 1] + 2)
    return row[-1]


def broken_hook(pair: tuple[BaseException, BaseException]) -> None:
    """Print the exception of a guest's own sys.excepthook, then the one it was given."""
    print("Error in sys.excepthook:", file=sys.stderr)
    exception(pair[0])
    print("\nOriginal exception was:", file=sys.stderr)
    exception(pair[1])


def text(value: BaseException) -> str:
    """Return what exception() would print."""
    import traceback

    return "".join(traceback.format_exception(value))


def unraisable(given: Any) -> None:
    """Print an exception that could not be raised, for instance out of __del__."""
    import traceback

    message = given.err_msg or "Exception ignored in"
    if given.object is not None:
        try:
            print(f"{message}: {given.object!r}", file=sys.stderr)
        except Exception:
            print(f"{message}: <object repr() failed>", file=sys.stderr)
    elif given.err_msg:
        print(f"{message}:", file=sys.stderr)
    if given.exc_value is not None:
        traceback.print_exception(given.exc_value)
    _flush(sys.stderr)


def display(value: Any) -> None:
    """Print the repr of a value, whatever the stream can encode."""
    text = repr(value)
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode())
    sys.stdout.write("\n")


def _flush(file: Any) -> None:
    try:
        file.flush()
    except Exception:
        pass  # an exception is being reported already
