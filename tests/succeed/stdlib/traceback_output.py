"""A guest's tracebacks show its own source lines, notes, causes and groups."""

import io
import linecache
import sys
import traceback


def inner(value: int) -> float:
    return 1 / value


def outer() -> float:
    try:
        return inner(0)
    except ZeroDivisionError as error:
        error.add_note("a note")
        raise ValueError("from outer") from error


try:
    outer()
except ValueError as error:
    text = traceback.format_exc()
    frames = traceback.extract_tb(error.__traceback__)
    summary = traceback.TracebackException.from_exception(error)
assert "    return 1 / value" in text and "ZeroDivisionError: division by zero\na note" in text, text
assert "The above exception was the direct cause" in text and text.endswith("ValueError: from outer\n")
assert [frame.name for frame in frames] == ["<module>", "outer"] and frames[-1].line.startswith(
    "raise ValueError"
)
assert "objcap" not in text and "importlib" not in text
assert summary.__cause__ is not None and "from outer" in str(summary)

out = io.StringIO()
try:
    raise ExceptionGroup("several", [ValueError(1), TypeError(2)])
except ExceptionGroup as group:
    traceback.print_exception(group, file=out)
assert "  | ExceptionGroup: several (2 sub-exceptions)" in out.getvalue() and "TypeError: 2" in out.getvalue()

try:
    exec(compile("def broken():\n    return missing_name\nbroken()\n", "<made>", "exec"))
except NameError:
    assert 'File "<made>", line 2, in broken' in traceback.format_exc()
linecache.cache["<cached>"] = (20, None, ["first\n", "boom()\n"], "<cached>")
try:
    exec(compile("\nboom()\n", "<cached>", "exec"))
except NameError:
    assert "    boom()" in traceback.format_exc()
try:
    compile("if x\n  pass\n", "<syntax>", "exec")
except SyntaxError:
    text = traceback.format_exc()
assert "File \"<syntax>\", line 1\n    if x\n        ^\nSyntaxError: expected ':'" in text, text


class Thing:
    colour = 1


try:
    Thing.color
except AttributeError:
    # Until 3.11 only the interpreter's own printer makes suggestions.
    assert "Did you mean: 'colour'" in traceback.format_exc() or sys.version_info < (3, 12)
try:
    sys.no_such_name
except AttributeError as error:
    assert error.name == "no_such_name" and error.obj is sys


def generator():
    yield traceback.format_stack()


stack = next(generator())
assert stack[-1].splitlines()[0].endswith("in generator") and "yield traceback.format_stack()" in stack[-1]

saved, sys.stderr = sys.stderr, io.StringIO()
try:
    try:
        inner(0)
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())
    printed = sys.stderr.getvalue()
finally:
    sys.stderr = saved
assert "ZeroDivisionError: division by zero" in printed and "return 1 / value" in printed, printed


def shown(function) -> str:
    """What sys.excepthook prints of the exception that function() raises."""
    saved, sys.stderr = sys.stderr, io.StringIO()
    try:
        try:
            function()
        except Exception:
            sys.excepthook(*sys.exc_info())
        return sys.stderr.getvalue()
    finally:
        sys.stderr = saved


def misspelt_name():
    lenght = 1
    return eval("length") + lenght


def in_a_group():
    raise ExceptionGroup("some", [NameError("no frame", name="x"), chained_error()])


def chained_error() -> Exception:
    try:
        str.formt
    except AttributeError as error:
        return error


assert shown(misspelt_name).splitlines()[-1].endswith("Did you mean: 'lenght'?")
assert shown(lambda: str.formt).splitlines()[-1].endswith("Did you mean: 'format'?")
assert "'formt'. Did you mean: 'format'?" in shown(in_a_group), shown(in_a_group)
assert "mean" not in shown(lambda: eval("quite_another_word")).splitlines()[-1]
print("ok")
