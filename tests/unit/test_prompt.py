"""The prompt of `python -m objcap`, in a terminal."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import clean_environment, run_objcap

pexpect = pytest.importorskip("pexpect")

RAW, COOKED = "\x1b[?2004h", "\x1b[?2004l"  # the editor begins, and ends, with these
NAMED = sys.version_info >= (3, 13)
FILENAME = r"<python-input-\d+>" if NAMED else "<stdin>"


class Prompt:
    """A prompt in a terminal of its own."""

    def __init__(self, *arguments: str, term: str = "xterm", columns: int = 80) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "objcap", *arguments],
            env={**clean_environment(), "TERM": term},
            encoding="utf-8",
            codec_errors="replace",
            timeout=20,
            dimensions=(24, columns),
        )
        self.child.delaybeforesend = None
        self.modes = termios.tcgetattr(self.child.child_fd)
        if term == "xterm":
            self.child.expect_exact(RAW)
            self.banner = self.child.before

    def send(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def ask(self, *lines: str) -> str:
        """Type lines; what is printed between the last one and the next prompt."""
        for number, line in enumerate(lines):
            if number:  # what comes before the prompt is drawn is taken for a paste, and is not indented
                self.child.expect([r">>> |\.\.\. ", pexpect.TIMEOUT], timeout=1)  # or one of the guest's own
            self.send(line + "\r")
            output = self.output()
        return output

    def output(self) -> str:
        """What is printed between the end of this line and the next prompt."""
        self.child.expect_exact(COOKED)
        self.child.expect_exact(RAW)
        return self.child.before.replace("\r\n", "\n")

    def drawn(self, text: str) -> str:
        """Wait until `text` is drawn, whatever moves the cursor in between; all that came till then."""
        self.child.expect(r"(?:\x1b\[[?\d;]*[A-Za-z])*".join(map(re.escape, text)))
        return self.child.before + self.child.after

    def ended(self) -> tuple[int | None, int | None]:
        """Wait for the end: exit status and signal."""
        self.child.expect(pexpect.EOF)
        self.rest = self.child.before
        self.child.close()
        return self.child.exitstatus, self.child.signalstatus


@pytest.fixture
def prompt() -> Iterator[Prompt]:
    conversation = Prompt()
    yield conversation
    conversation.child.ptyproc.close(force=True)


def shell(program: str, *arguments: str) -> pexpect.spawn:
    """A shell in a terminal."""
    environment = {**clean_environment(), "TERM": "xterm"}
    return pexpect.spawn(program, list(arguments), env=environment, encoding="utf-8", timeout=20)


# ---------------------------------------------------------------- beginning and end


def test_banner_says_what_this_is(prompt: Prompt) -> None:
    version = sys.version.split()[0]
    assert re.search(rf"objcap (\S+ )?on CPython {re.escape(version)}: locked down\.", prompt.banner)
    assert "Ctrl-D" in prompt.banner


def test_end_of_file_leaves(prompt: Prompt) -> None:
    prompt.send("\x04")
    assert prompt.ended() == (0, None)


@pytest.mark.parametrize(("code", "status"), [("", 0), ("None", 0), ("3", 3), ("'no'", 1)])
def test_exit_gives_the_status(prompt: Prompt, code: str, status: int) -> None:
    prompt.ask("import sys")
    prompt.send(f"sys.exit({code})\r")
    assert prompt.ended() == (status, None)
    assert ("no" in prompt.rest.split(COOKED)[1]) is (code == "'no'")
    assert "Traceback" not in prompt.rest


def test_exit_and_quit_are_no_names_but_hints(prompt: Prompt) -> None:
    for name in ("exit", "quit", "exit()"):
        output = prompt.ask(name)
        assert "NameError" in output
        assert output.endswith("(Ctrl-D leaves, and so does sys.exit())\n")
    assert "Ctrl-D" not in prompt.ask("undefined")


def test_the_end_of_the_terminal_ends_the_prompt(prompt: Prompt) -> None:
    prompt.child.ptyproc.fileobj.close()
    for _ in range(200):
        if not prompt.child.isalive():
            return
        time.sleep(0.05)
    pytest.fail("still alive without a terminal")


# ---------------------------------------------------------------- running code


def test_values_are_shown_and_kept_in_underscore(prompt: Prompt) -> None:
    assert prompt.ask("6 * 7") == "42\n"
    assert prompt.ask("_ + 1") == "43\n"
    assert prompt.ask("None") == ""
    assert prompt.ask("'caf\xe9 \u65e5\u672c'") == "'caf\xe9 \u65e5\u672c'\n"
    assert prompt.ask("print(1); 2; 3") == "1\n2\n3\n"


def test_statements_of_several_lines(prompt: Prompt) -> None:
    assert prompt.ask("def double(x):", "return 2 * x", "", "double(4)") == "8\n"
    assert prompt.ask("sum([1,", "2,", "3])") == "6\n"
    assert prompt.ask("'''a", "  b'''") == "'a\\n  b'\n"
    assert prompt.ask("if 1:", "print('x')", "\x7felse:", "pass", "") == "x\n"
    assert prompt.ask("1 + \\", "2") == "3\n"
    assert prompt.ask("# nothing") == ""


def offered(prompt: Prompt, line: str) -> str:
    """Type a line; the prompt and the indentation that come after it."""
    prompt.ask(line)
    prompt.child.expect(r"\r([.>]{3} *)\x1b\[J")
    return prompt.child.match[1]


def test_indentation_is_offered_where_it_belongs(prompt: Prompt) -> None:
    assert offered(prompt, "while True:  # for ever") == "... " + " " * 4
    assert offered(prompt, "if True:") == "... " + " " * 8
    assert offered(prompt, "print('x')") == "... " + " " * 8
    assert offered(prompt, "break") == "... " + " " * 4
    assert offered(prompt, "") == ">>> "
    assert offered(prompt, "def f():") == "... " + " " * 4
    assert offered(prompt, "s = '''if x:") == "... "
    assert offered(prompt, "y'''") == "... "
    assert offered(prompt, "    t = [1,") == "... "
    assert offered(prompt, "2]") == "... "
    assert offered(prompt, "    return s, t") == "... "
    assert offered(prompt, "") == ">>> "
    assert prompt.ask("f()") == "('if x:\\ny', [1, 2])\n"


def test_end_of_file_ends_a_block(prompt: Prompt) -> None:
    prompt.ask("if 1:", "print('ran')")
    prompt.send("\x15\x04")
    assert prompt.output() == "ran\n"
    prompt.ask("if 1:")
    prompt.send("\x15\x04")
    assert "IndentationError" in prompt.output()
    assert prompt.ask("1") == "1\n"


def test_future_statements_stay_in_force(prompt: Prompt) -> None:
    prompt.ask("from __future__ import annotations", "def f(x: nowhere): pass", "")
    assert prompt.ask("f.__annotations__") == "{'x': 'nowhere'}\n"


def test_tracebacks_show_the_guest_alone(prompt: Prompt) -> None:
    output = prompt.ask("def f(): return 1 / 0", "", "f()")
    assert output.startswith("Traceback (most recent call last):\n")
    assert output.endswith("ZeroDivisionError: division by zero\n")
    assert len(re.findall(rf'  File "{FILENAME}", line 1, in ', output)) == 2
    assert output.count("File") == 2
    assert ("def f(): return 1 / 0" in output) is NAMED
    assert prompt.ask("1") == "1\n"


def test_syntax_errors(prompt: Prompt) -> None:
    output = prompt.ask("1 +")
    assert re.match(f'  File "{FILENAME}", line 1\n', output)
    assert output.endswith("\n    1 +\n       ^\nSyntaxError: invalid syntax\n")
    assert "IndentationError" in prompt.ask("  1")
    assert "SyntaxError" in prompt.ask("f(1", "2]")
    assert "SyntaxError" in prompt.ask("9" * 5000)
    assert prompt.ask("1") == "1\n"


def test_what_a_guest_may_put_in_the_way(prompt: Prompt) -> None:
    prompt.ask("import sys", "def hook(*args): print('mine', args[1])", "", "sys.excepthook = hook")
    assert prompt.ask("1/0") == "mine division by zero\n"
    prompt.ask("def hook(*args): raise KeyError('hook')", "", "sys.excepthook = hook")
    output = prompt.ask("1/0")
    assert output.startswith("Error in sys.excepthook:\n")
    assert "KeyError: 'hook'" in output
    assert "Original exception was:" in output
    assert "ZeroDivisionError" in output
    prompt.ask("sys.excepthook = sys.__excepthook__")
    prompt.ask("sys.displayhook = lambda value: print('<', value, '>')")
    assert prompt.ask("5") == "< 5 >\n"
    prompt.ask("del sys.excepthook, sys.ps1, sys.ps2", "globals()[1] = 2", "sys.stdout = None")
    prompt.ask("sys.stdout = sys.__stdout__")
    assert prompt.ask("print(7)").startswith("7\n")


def test_prompts_are_the_guests_to_choose(prompt: Prompt) -> None:
    prompt.ask("import sys")
    prompt.send("sys.ps1, sys.ps2 = 'one> ', 'two> '\r")
    prompt.drawn("\rone> ")
    prompt.send("(1,\r")
    prompt.drawn("\rtwo> ")
    prompt.send("2)\r")
    prompt.drawn("(1, 2)\r\n")
    prompt.send("sys.ps1 = 'a\\x1b[31mred\\r> '\r")
    assert "\x1b[31m" not in prompt.drawn("a^[[31mred^M> ")
    prompt.ask("class Counter:", "n = 0")
    prompt.ask("def __str__(self): self.n += 1; return f'{self.n}> '", "")
    prompt.send("sys.ps1 = Counter()\r")
    prompt.drawn("\r1> ")
    prompt.send("\r")
    prompt.drawn("\r2> ")


def test_the_prompt_is_locked_down(prompt: Prompt) -> None:
    assert "PermissionError: objcap: open('/etc/passwd') is refused" in prompt.ask("open('/etc/passwd')")
    assert "ImportError: objcap: " in prompt.ask("import ctypes")
    assert prompt.ask("import objcap", "objcap.is_locked()") == "True\n"


def test_reading_input_at_the_prompt(prompt: Prompt) -> None:
    prompt.send("input('name? ')\r")
    prompt.drawn("name? ")
    prompt.drawn("name? ")
    prompt.send("Ada\r")
    prompt.drawn("'Ada'")
    assert prompt.ask("1").endswith("1\n")


# ---------------------------------------------------------------- Ctrl-C and other signals


def test_interrupt_cancels_the_line(prompt: Prompt) -> None:
    prompt.send("not this")
    prompt.drawn("not this")
    prompt.send("\x03")
    assert prompt.output() == "KeyboardInterrupt\n"
    assert prompt.ask("1") == "1\n"
    prompt.send("def f():\r")
    prompt.output()
    prompt.send("\x03")
    assert prompt.output() == "KeyboardInterrupt\n"
    assert prompt.ask("2") == "2\n"


def test_interrupt_stops_running_code(prompt: Prompt) -> None:
    prompt.ask("import time")
    for statement in ("print('go'); time.sleep(60)", "exec('print(\"go\")\\nwhile True: pass')"):
        prompt.send(statement + "\r")
        prompt.drawn("go\r\n")
        prompt.send("\x03")
        prompt.child.expect_exact(RAW)
        assert "Traceback" in prompt.child.before
        assert prompt.child.before.endswith("KeyboardInterrupt\r\n")
    assert prompt.ask("1") == "1\n"


def test_many_interrupts(prompt: Prompt) -> None:
    for _ in range(200):
        prompt.child.kill(signal.SIGINT)
        time.sleep(random.random() / 500)
    time.sleep(0.2)
    prompt.send("\x15'still' + ' here'\r")
    prompt.drawn("'still here'\r\n")


def test_the_terminal_is_as_it_was_while_code_runs_and_after_it(prompt: Prompt) -> None:
    terminal = prompt.child.child_fd
    assert termios.tcgetattr(terminal)[3] & termios.ICANON == 0
    prompt.ask("import time")
    prompt.send("print('go'); time.sleep(60)\r")
    prompt.drawn("go\r\n")
    assert termios.tcgetattr(terminal) == prompt.modes
    prompt.send("\x03")
    prompt.child.expect_exact(RAW)
    prompt.send("\x04")
    prompt.drawn(COOKED)
    assert termios.tcgetattr(terminal) == prompt.modes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM])
def test_deadly_signals_put_the_terminal_right(number: int) -> None:
    # Through a shell, which keeps the terminal when its child has died.
    script = f"ulimit -c 0; {sys.executable} -m objcap; stty -a; echo status; read x"
    child = shell("/bin/sh", "-c", script)
    child.expect_exact(RAW)
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
    os.kill(int(children[0]), number)
    child.expect_exact(COOKED)
    child.expect("status")
    assert re.search(r"[^-]icanon", child.before)
    assert re.search(r"[^-]echo ", child.before)
    child.close(force=True)


def test_stop_and_go_on() -> None:
    child = shell("/bin/bash", "--norc", "-i")
    child.sendline(f"{sys.executable} -m objcap")
    child.expect_exact(RAW + "\r>>> ")
    child.send("40 + ")
    child.expect_exact("40 + ")
    child.send("\x1a")
    child.expect("Stopped")
    child.sendline("echo back $((1 + 1))")
    child.expect_exact("back 2")
    child.sendline("fg")
    child.expect_exact("40 + ")
    child.send("2\r")
    child.expect_exact("42\r\n" + RAW)
    child.close(force=True)


# ---------------------------------------------------------------- editing


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("bc\x01a\x05d", "abcd"),
        ("abx\x7fc", "abc"),
        ("axb\x1b[D\x1b[D\x1b[3~", "ab"),
        ("axb\x02\x02\x04", "ab"),
        ("ab\x1b[Hx\x1b[Fy", "xaby"),
        ("ab\x1bOHx\x1bOFy", "xaby"),
        ("one two\x17six", "one six"),
        ("one two\x15three", "three"),
        ("one two\x01\x0b1", "1"),
        ("one two\x17\x01\x19 ", "two one "),
        ("one two\x1bb\x1bbx", "xone two"),
        ("one two\x1b[1;5D_\x1b[1;5C!", "one _two!"),
        ("one two\x01\x1bd", " two"),
        ("one two\x1b\x7f2", "one 2"),
        ("ab\x14", "ba"),
        ("a\x1b[99;99zb\x1b[[Ac\x1bxd\x00e\x07", "abcde"),
        ("\u65e5\u672c\x1b[D\x7f\u8a9e", "\u8a9e\u672c"),
        ("e\u0301x\x1b[D\x1b[D-", "-e\u0301x"),
        ("a\x0cb", "ab"),
    ],
)
def test_keys(prompt: Prompt, keys: str, line: str) -> None:
    prompt.send("'''" + "\r")
    prompt.output()
    prompt.send(keys + "\r")
    prompt.output()
    assert prompt.ask("'''") == repr("\n" + line + "\n") + "\n"


def test_what_is_no_utf8_is_shown_as_such(prompt: Prompt) -> None:
    os.write(prompt.child.child_fd, b"ascii('\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80\xe2\x82')\r")
    assert prompt.output() == repr("'\\ufffd\\ufffd(\\ufffd\\ufffd\\ufffd'") + "\n"
    assert prompt.ask("1") == "1\n"


def test_history(prompt: Prompt) -> None:
    prompt.ask("1 + 1", "2 + 2", "2 + 2")
    assert prompt.ask("\x1b[A") == "4\n"
    assert prompt.ask("\x10\x10\x10") == "2\n"
    assert prompt.ask("unfinished\x1b[A\x1b[B\x15" + "7") == "7\n"
    assert prompt.ask("\x1b[A" * 50) == "2\n"
    prompt.ask("import sys", "sys.path.append('x')")
    assert prompt.ask("\x12+ 2\x05 + 3") == "7\n"
    assert prompt.ask("\x12+\x12\x12\x07" + "8") == "8\n"
    assert prompt.ask("\x12nowhere to be found\x07") == ""


def test_history_never_controls_the_terminal(prompt: Prompt) -> None:
    prompt.send("\x1b[200~'\tx\x01\x9b31m\u202ey'\x1b[201~\r")
    drawn = prompt.drawn(COOKED)
    assert "\x9b" not in drawn
    assert "\u202e" not in drawn
    assert "\\x9b31m\\u202ey" in drawn


def tab(prompt: Prompt, keys: str) -> str:
    """Press keys and Tab on an empty line: what is listed, and the line after it. Empties the line."""
    prompt.send(keys + "\t")
    prompt.child.expect_exact(COOKED)
    prompt.child.expect_exact(RAW)
    listed = prompt.child.before.replace("\r\n", "\n")
    prompt.child.expect(r"\r(?:\x1b\[J)?>>> (.*)\x1b\[J\r")
    line = prompt.child.match[1]
    prompt.send("\x05\x15")
    prompt.child.expect_exact(">>> \x1b[J")
    return listed + line


def test_completion(prompt: Prompt) -> None:
    prompt.ask("class Some: first_name = 1; second_name = len", "", "some_thing = Some()", "some_other = 2")
    assert tab(prompt, "some_t") == "some_thing"
    assert tab(prompt, "1 + some_thing.fi") == "1 + some_thing.first_name"
    assert tab(prompt, "some_thing.s") == "some_thing.second_name("
    assert tab(prompt, "print(some_") == "\nsome_other  some_thing\nprint(some_"
    assert tab(prompt, "ValueE") == "ValueError("
    assert tab(prompt, "impo") == "import"
    assert tab(prompt, "some_thing.__cl") == "some_thing.__class__("
    assert tab(prompt, "x = some_t + 1" + "\x02" * 4) == "x = some_thing + 1"
    for line in ("nothing_like_it", "nothing.x", "[0].app", "some_thing.nothing.x", ".x", "1."):
        assert tab(prompt, line) == line
    assert tab(prompt, "") == "    "
    assert tab(prompt, "  ") == "    "
    assert len(tab(prompt, "Va\x08\x08dir(_\x08").splitlines()) == 1


def test_completion_asks_the_guest_and_survives_it(prompt: Prompt) -> None:
    prompt.ask("import sys", "class Trap:", "def __getattr__(self, name): sys.exit(1)", "")
    prompt.ask("class Evil:", "def __dir__(self): return ['ok_name', 'no name', '\\x1b[31m']", "")
    prompt.ask("class Property:", "long_name = property(lambda self: print('ran'))", "")
    prompt.ask("trap, evil, prop = Trap(), Evil(), Property()", "globals()[1] = 2")
    assert tab(prompt, "trap.x.y") == "trap.x.y"
    assert tab(prompt, "evil.") == "evil.ok_name"
    assert tab(prompt, "prop.lo") == "prop.long_name"
    assert tab(prompt, "tra") == "trap"


def test_paste_of_a_program(prompt: Prompt) -> None:
    program = "def f(x):\n    if x:\n\n        return 'yes'\n\n    return 'no'\n\nf(0)\nf(1)\n"
    program += "for i in range(2):\n\tprint(i)\n"
    assert prompt.ask("\x1b[200~" + program + "\x1b[201~") == "'no'\n'yes'\n0\n1\n"
    assert prompt.ask("\x1b[A\x1b[A\x1b[A") == "'yes'\n"
    assert prompt.ask("\x1b[200~1\r\n2\r\n\x1b[201~") == "1\n2\n"
    assert prompt.ask("\x1b[200~'\x1b[31m\x07\t'\x1b[201~") == "'[31m\\t'\n"


def test_paste_that_is_incomplete_or_wrong(prompt: Prompt) -> None:
    prompt.send("\x1b[200~def f():\n    x = 1\x1b[201~\r")
    assert prompt.output() == ""
    prompt.drawn("...")
    assert prompt.ask("return x", "", "f()") == "1\n"
    output = prompt.ask("\x1b[200~print('first')\n1 +\nprint('never')\n\x1b[201~")
    assert "SyntaxError" in output
    assert "first\n" not in output.partition("\n")[0]
    output = prompt.ask("\x1b[200~print('first')\n1/0\nprint('never')\n\x1b[201~")
    assert output.startswith("first\n")
    assert "ZeroDivisionError" in output
    assert "line 2" in output
    assert "\nnever" not in output
    prompt.send("\x1b[200~x = (\n")
    prompt.drawn("...")
    prompt.send("\x03")
    assert prompt.output() == "KeyboardInterrupt\n"
    assert prompt.ask("1") == "1\n"


def test_lines_that_come_faster_than_they_are_read(prompt: Prompt) -> None:
    prompt.send("def f(x):\r    if x:\r        return 1\r    return 2\r\rf(0)\rprint('done')\r")
    assert "l2\r\n" in prompt.drawn("\r\ndone\r\n")


def test_end_of_file_that_is_typed_ahead(prompt: Prompt) -> None:
    prompt.ask("import time")
    prompt.send("print('go'); time.sleep(0.5)\r")
    prompt.drawn("go\r\n")
    prompt.send("1\n\x04")
    assert prompt.ended() == (0, None)


def test_long_lines_scroll(prompt: Prompt) -> None:
    digits = "".join(str(number % 10) for number in range(300))
    prompt.send(f"len('{digits}')")
    prompt.drawn("789')")
    prompt.send("\x01\x05\r")
    prompt.drawn(f"len('{digits}')\r\n")
    prompt.drawn("300\r\n")
    prompt.child.setwinsize(24, 20)
    prompt.send(f"len('{digits}')")
    prompt.child.setwinsize(24, 3)
    prompt.send("\r")
    prompt.drawn("300\r\n")


def test_a_very_long_paste(prompt: Prompt) -> None:
    prompt.child.timeout = 60
    lines = [f"a{number} = {number}" for number in range(100)]
    prompt.send("\x1b[200~" + "\n".join([*lines, "a99"]) + "\x1b[201~\r")
    prompt.drawn("\r\n99\r\n")


def test_random_bytes(prompt: Prompt) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    source = random.Random(seed)
    # without what stops the output, quits, or begins a paste
    allowed = [byte for byte in range(256) if byte not in b"\x03\x04\x13\x1a\x1c\x1b\r\n\t"]
    sequences = [b"\x1b[A", b"\x1b[D", b"\x1b[3~", b"\x1b\x7f", b"\x1bb", b"\x12", b"\x1b[1;5C", b"\x1bO"]
    for _ in range(300):
        keys = bytes(source.choice(allowed) for _ in range(source.randrange(8))) + source.choice(sequences)
        os.write(prompt.child.child_fd, keys)
        if source.random() < 0.1:
            prompt.child.setwinsize(24, source.choice([1, 5, 80, 300]))
    time.sleep(0.3)
    prompt.send("\x03")
    prompt.drawn("KeyboardInterrupt")
    prompt.drawn(RAW)
    assert prompt.ask("print(6 * 7)").endswith("42\n")


# ---------------------------------------------------------------- other terminals, and none


def test_a_terminal_that_knows_nothing() -> None:
    prompt = Prompt(term="dumb")
    prompt.child.expect_exact(">>> ")
    for line, answer in (
        ("6 * 7", "42"),
        ("def f():", "..."),
        ("  return 2", "..."),
        ("", ">>>"),
        ("f()", "2"),
    ):
        prompt.send(line + "\n")
        prompt.child.expect_exact(answer)
    prompt.child.expect_exact(">>> ")
    prompt.send("half")
    prompt.child.expect_exact("half")
    prompt.child.sendintr()
    prompt.child.expect_exact("KeyboardInterrupt")
    prompt.child.expect_exact(">>> ")
    assert "\x1b" not in prompt.child.before
    prompt.child.sendeof()
    assert prompt.ended() == (0, None)


def test_without_a_terminal_standard_input_is_a_script() -> None:
    result = run_objcap(input="print(1)\n1 + 1\nprint(2)\n")
    assert (result.stdout, result.stderr, result.returncode) == ("1\n2\n", "", 0)


def test_with_its_output_elsewhere_the_terminal_is_a_script() -> None:
    child = shell("/bin/sh", "-c", f"stty -echo; {sys.executable} -m objcap | cat")
    child.send("print(6 * 7)\n\x04")
    child.expect(pexpect.EOF)
    assert "42\r\n" in child.before
    assert ">>>" not in child.before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("'', '', 0, []", "OSError"),
        ("str_subclass('x'), '', 0, []", "TypeError"),
        ("'', '', True, []", "TypeError"),
        ("'', '', 0, [str_subclass('x')]", "OSError"),
        ("'', '', 0, ()", "TypeError"),
        ("'', '', 0", "TypeError"),
    ],
)
def test_the_editor_takes_plain_values_and_a_terminal(arguments: str, error: str) -> None:
    program = f"""
import _objcap_guest
class str_subclass(str): pass
try:
    _objcap_guest.edit_line({arguments})
except Exception as error:
    print(type(error).__name__)
"""
    assert run_objcap("-c", program).stdout == error + "\n"


def test_the_editor_refuses_streams_that_are_not_granted() -> None:
    program = "import _objcap_guest\n_objcap_guest.edit_line('', '', 0, [])"
    assert "RuntimeError" in run_objcap("--no-stdin", "-c", program).stderr


@pytest.mark.parametrize(
    "arguments", ["'', 'x', 2, []", "'', 'x', -1, []", "'', '', 10**30, []", "'', '', 0, [1]"]
)
def test_the_editor_refuses_values_that_make_no_sense(prompt: Prompt, arguments: str) -> None:
    prompt.ask("from _objcap_guest import edit_line")
    assert re.search("ValueError|OverflowError|TypeError", prompt.ask(f"edit_line({arguments})"))


def test_strict_mode_has_a_prompt_too() -> None:
    prompt = Prompt("--strict")
    assert "sys.exit" not in prompt.banner
    assert prompt.ask("print(6 * 7)") == "42\n"
    assert "ImportError" in prompt.ask("import sys")
    assert prompt.ask("def f():", "return 1 / 0", "", "f()").endswith("ZeroDivisionError: division by zero\n")
    assert prompt.ask("exit").endswith("(Ctrl-D leaves)\n")
    assert tab(prompt, "Value") == "ValueError("
    prompt.send("\x04")
    assert prompt.ended() == (0, None)


def test_strict_mode_shows_values() -> None:
    prompt = Prompt("--strict")
    assert prompt.ask("6 * 7") == "42\n"
    assert prompt.ask("_ + 1") == "43\n"
    prompt.child.close(force=True)
