"""What C code of CPython gets when it looks a module up by its name (src/_objcap/pinned.c)."""

from __future__ import annotations

import subprocess
import sys
import warnings

import pytest
from support import clean_environment

from objcap import permits

SINCE_312 = pytest.mark.skipif(sys.version_info < (3, 12), reason="_pylong is new in 3.12")


def guest(source: str, *options: str) -> str:
    """What a guest prints."""
    done = subprocess.run(
        [sys.executable, *options, "-m", "objcap", "-c", source],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(),
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize(
    "comparison",
    [
        "memoryview(array.array('b', [1, -2])) == memoryview(array.array('i', [1, -2]))",
        "memoryview(array.array('b', [1, -2])) == memoryview(array.array('i', [1, 2]))",
        "memoryview(array.array('d', [1, 2])) == memoryview(array.array('Q', [1, 2]))",
        "memoryview(b'ab').cast('c') == memoryview(b'ab')",
        "memoryview(bytes(8)).cast('?') == memoryview(bytes(8))",
        "memoryview(bytes(4)).cast('B', (2, 2)) == memoryview(bytes(4)).cast('b', (2, 2))",
        "memoryview(array.array('d', [float('nan')])) == memoryview(array.array('f', [float('nan')]))",
        "memoryview(array.array('u', 'ab')) == memoryview(array.array('u', 'ab'))",
        "memoryview(b'ab') == memoryview(array.array('u', 'ab'))",
    ],
)
def test_memoryviews_compare_as_outside(comparison: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outside = eval(comparison, {"array": __import__("array")})
    assert guest(f"import array; print({comparison})", "-W", "ignore") == f"{outside}\n"


def test_a_guest_imports_its_own_modules_of_these_names() -> None:
    names = [row[0] for row in permits.PINNED if row[0] != "_pylong"]
    source = f"""
import importlib, sys
for name in {names!r}:
    module = __import__(name)
    assert module is sys.modules[name] is importlib.import_module(name), name
    own = sys.modules[name] = type(sys)(name)
    assert __import__(name) is own and importlib.import_module(name) is own, name
    del sys.modules[name]
    assert __import__(name) is not own, name
    sys.modules[name] = None
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error)
"""
    assert guest(source).splitlines() == [f"import of {name} halted; None in sys.modules" for name in names]


def test_a_submodule_imported_in_a_circle_is_found() -> None:
    """`from package import submodule` asks the interpreter's table when the attribute is missing."""
    source = """
import sys
package, part = type(sys)("package"), type(sys)("package.part")
package.__path__ = []
sys.modules.update({"package": package, "package.part": part})
from package import part as found
print(found is part)
"""
    assert guest(source) == "True\n"


@SINCE_312
def test_big_ints_divide_and_convert() -> None:
    source = """
a, b = 10**40_000 + 7, 10**20_000 + 1
q, r = divmod(a, b)
assert q * b + r == a and 0 <= r < b
text = "-" + "7" * 20_000
assert str(int(text)) == text
print("right")
"""
    assert guest(source, "-X", "int_max_str_digits=0") == "right\n"


@SINCE_312
@pytest.mark.parametrize(
    ("function", "result", "expression"),
    [
        ("int_divmod", "()", "(1 << 400_000) // (1 << 150_000 | 1)"),
        ("int_divmod", "(1,)", "divmod(1 << 400_000, 1 << 150_000 | 1)"),
        ("int_divmod", "(1, 2, 3)", "divmod(1 << 400_000, 1 << 150_000 | 1)"),
        ("int_divmod", "(1, True)", "divmod(1 << 400_000, 1 << 150_000 | 1)"),
        ("int_divmod", "[1, 2]", "divmod(1 << 400_000, 1 << 150_000 | 1)"),
        ("int_divmod", "Tuple((1, 2))", "divmod(1 << 400_000, 1 << 150_000 | 1)"),
        ("int_from_string", "250", "int('-' + '9' * 10_000)"),
        ("int_from_string", "Int(1 << 100)", "int('-' + '9' * 10_000)"),
        ("int_from_string", "None", "int('9' * 10_000)"),
        ("int_to_decimal_string", "None", "str(1 << 100_000)"),
        ("int_to_decimal_string", "Text('12')", "str(1 << 100_000)"),
        ("int_to_decimal_string", "b'12'", "b'%d' % (1 << 100_000)"),
    ],
)
def test_what_a_pylong_of_the_guest_returns_is_checked(function: str, result: str, expression: str) -> None:
    source = f"""
import sys
class Tuple(tuple): pass
class Int(int): pass
class Text(str): pass
sys.modules["_pylong"] = type(sys)("_pylong")
sys.modules["_pylong"].{function} = lambda *args: {result}
try:
    {expression}
except TypeError as error:
    print(error)
"""
    printed = guest(source, "-X", "int_max_str_digits=0")
    assert printed.startswith(f"objcap: _pylong.{function}() returned ")


@SINCE_312
def test_the_int_that_changes_its_sign_is_a_copy() -> None:
    source = """
import sys
shared = 1 << 200
sys.modules["_pylong"] = type(sys)("_pylong")
sys.modules["_pylong"].int_from_string = lambda text: shared
print(int("-" + "9" * 10_000) == -shared, shared > 0)
"""
    assert guest(source, "-X", "int_max_str_digits=0") == "True True\n"
