"""The code of regular expressions: what re emits passes, what nobody emits is refused, nothing crashes."""

from __future__ import annotations

from support import run_objcap, run_python

REFUSED = """
import _sre
from re import _constants as c

def attempt(*code):
    try:
        _sre.compile(b"x", 0, list(map(int, code)), 0, {}, ()).findall(b"x" * 50)
    except RuntimeError as error:
        return str(error)
    return "compiled"

info, literal, success, any_ = c.INFO, c.LITERAL, c.SUCCESS, c.ANY
print(attempt(info, 8, 3, 1, 1, 1, 1, 120, 0, literal, 120, success))
for code in (
    (info, 8, 3, 1, 1, 1, 5000, 120, 0, literal, 120, success),  # the match would end far behind the text
    (info, 8, 1, 1, 1, 1, 5000, 120, 0, literal, 120, success),  # code would run from far behind the pattern
    (info, 8, 1, 1, 1, 1, 1, 120, 0, any_, success),             # the prefix is not in the pattern
    (info, 10, 1, 2, 2, 2, 0, 120, 121, 0, 2, literal, 120, literal, 121, success),  # would search forever
    (info, 0, 0, 1, 1, literal, 120, success),
    (info, 1, 0, 1, 1, literal, 120, success),
    (literal, 120, info, 4, 0, 1, 1, success),
    (c.IN, 1, literal, 120, c.FAILURE, success),
    (c.IN, 0, literal, 120, c.FAILURE, success),
    (c.REPEAT_ONE, 3, 1, 9, literal, 120, success, success),
    (c.ATOMIC_GROUP, 1, literal, 120, success, success),
    (c.ASSERT, 2, 0, literal, 120, success, success),
    (c.BRANCH, 1, literal, 120, c.JUMP, 2, 0, success),
    (c.BRANCH, 5, literal, 120, c.JUMP, 4, 2, 0, success),
    (c.BIGCHARSET, 300, success),
    (literal,),
    (99, success),
    (c.SUBPATTERN, success),
    (c.MARK, 0, c.MARK, 1, success),  # there is no group
):
    print(attempt(*code))
try:
    _sre.compile(b"x", 0, (1,), 0, {}, ())
except TypeError as error:
    print(error)
"""


def test_what_nobody_emits_is_refused() -> None:
    done = run_objcap("-c", REFUSED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "compiled",
        *["invalid SRE code"] * 19,
        "the code of a pattern is a list",
    ]


PASSES = r"""
import re
patterns = [
    r"", r"abc", r"(a|b)*c", r"(?:ab)+?c", r"[a-z0-9]+x", r"(a)(b)?(?(2)c|d)", r"(?=a)b|(?!c)d", r"(?<=ab)c",
    r"(?>a*)b", r"a*+b", r"(?:ab)++c", r"\w+\s(?P<n>x)(?P=n)", r"(a+)+$", r"(?:a{2,3}){4,}?", r"ab(c)d",
    r"a|b|c|", "[\u0100\u0300\u0500-\u0600\u1234]+", r"(?s).|(?m)^$", r"(?x) a b # c",
    "(?:a|(?:b|(?:c|d)))" * 5, r"[^\W\d_]",
]
for pattern in patterns:
    for flags in (0, re.I, re.I | re.A, re.M | re.S):
        compiled = re._compiler.compile(re.sub(r"^(.*)(\(\?[smx]\))", r"\2\1", pattern), flags)
        compiled.search("xx abc " * 3)
    if pattern.isascii():
        re._compiler.compile(pattern.replace("|(?m)", "|").encode(), re.I | re.L).findall(b"abc")
print("all")
"""


def test_what_re_emits_passes() -> None:
    done = run_objcap("-c", PASSES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "all\n", "")


MUTATED = r"""
import _sre, random, re, signal
from objcap import _objcap
_objcap.guard_patterns(_sre.compile)
chance = random.Random(7)
sources = [r"abc", r"(a|b)*c", r"(?:ab)+?c", r"[a-z0-9]+x", r"(a)(b)?(?(2)c|d)", r"(?=a)b", r"(?<=a)b",
           r"(?>a*)b", r"a*+b", r"\w+\s(?P<n>x)\1", r"(?i)aB\u0130", r"ab(c)d", "[\u0100\u0500-\u0600]+",
           r"(?:(?=a)(b))++c"]
def give_up(*_):
    raise TimeoutError
signal.signal(signal.SIGALRM, give_up)  # a mutated program may be slow, as an honest one may
programs = []
for source in sources:
    tree = re._parser.parse(source)
    programs.append(([int(n) for n in re._compiler._code(tree, 0)], tree.state.groups - 1, tree.state.flags))
made = 0
for _ in range(6000):
    code, groups, flags = chance.choice(programs)
    code = list(code)
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(code))
        code[at] = chance.choice((0, 1, 2, 3, chance.randrange(45), code[at] + 1, 2**32 - 1, 2**31))
    try:
        pattern = _sre.compile("x", flags, code, groups, {}, ())
    except Exception:
        continue
    made += 1
    for text in ("abcabc", "a" * 12 + "c", "aab b\u0130x xx"):
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        try:
            pattern.match(text), pattern.findall(text)
        except Exception:
            pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
print(made > 100)
"""


def test_mutated_programs_crash_nothing() -> None:
    done = run_python(MUTATED, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_a_c_module_is_complete_when_it_is_handed_out() -> None:
    done = run_objcap(
        "-c",
        "import importlib.util as u\n"
        "for name in ('_csv', '_struct', '_functools', 'zlib', '_hashlib', 'time', 'math', 'itertools'):\n"
        "    module = u.module_from_spec(u.find_spec(name))\n"
        "    assert len(vars(module)) > 5, name\n"
        "print(u.module_from_spec(u.find_spec('_csv')).field_size_limit())",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "131072\n", "")


def test_tables_of_codecs_are_not_handed_out() -> None:
    done = run_objcap(
        "-c",
        "for name in ('_codecs_cn', '_codecs_jp', '_codecs_kr', '_codecs_tw'):\n"
        "    print([n for n in dir(__import__(name)) if n.startswith('__map_')])\n"
        "print('\\u65e5\\u672c'.encode('shift_jis').decode('shift_jis') == '\\u65e5\\u672c')",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n" * 4 + "True\n", "")
