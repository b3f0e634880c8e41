"""argparse, optparse, getopt and gettext: a program's options, help and exit status."""

import argparse
import contextlib
import getopt
import gettext
import io
import optparse
import sys

parser = argparse.ArgumentParser(prog="tool", description="A tool.")
parser.add_argument("-n", "--number", type=int, default=1, help="how many (default: %(default)s)")
parser.add_argument("--kind", choices=["a", "b"])
parser.add_argument("--flag", action=argparse.BooleanOptionalAction)
commands = parser.add_subparsers(dest="command")
run = commands.add_parser("run")
run.add_argument("files", nargs="*")

options = parser.parse_args(["-n", "3", "--no-flag", "run", "x", "y"])
assert (options.number, options.flag, options.command, options.files) == (3, False, "run", ["x", "y"])
assert (
    "usage: tool [-h] [-n NUMBER]" in parser.format_help() and "how many (default: 1)" in parser.format_help()
)


def status(*arguments: str) -> tuple[object, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            parser.parse_args(list(arguments))
        except BaseException as error:
            assert type(error).__name__ == "SystemExit" and not isinstance(error, Exception)
            return error.code, out.getvalue(), err.getvalue()
    raise AssertionError(arguments)


code, out, err = status("--kind", "c")
assert code == 2 and "invalid choice: 'c'" in err and err.startswith("usage: tool")
assert status("--number", "x")[0] == 2 and status("-h")[0] == 0 and "A tool." in status("--help")[1]
assert argparse.ArgumentParser(exit_on_error=False).parse_known_args(["--x"])[1] == ["--x"]
try:
    argparse.FileType("r")("x")
except argparse.ArgumentTypeError as error:
    assert "objcap" in str(error)
else:
    raise AssertionError("a file was opened")

old = optparse.OptionParser()
old.add_option("-v", action="store_true", dest="verbose")
assert old.parse_args(["-v", "rest"])[0].verbose is True
assert getopt.getopt(["-a", "--long=x", "rest"], "a", ["long="]) == ([("-a", ""), ("--long", "x")], ["rest"])
assert gettext.gettext("untranslated") == "untranslated" and gettext.ngettext("one", "many", 2) == "many"
assert isinstance(sys.argv, list) and sys.argv[0].endswith("command_line.py")
try:
    sys.exit("a message")
except BaseException as error:
    assert error.code == "a message" and type(error).__name__ == "SystemExit"
print("ok")
sys.exit(0)
