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
        traceback.print_exception(value)
        _flush(sys.stderr)


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
