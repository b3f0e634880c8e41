"""unittest and doctest run, report failures with source and give the exit status."""

import doctest
import io
import sys
import unittest
import unittest.mock


class Arithmetic(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.shared = [1]

    def setUp(self) -> None:
        self.addCleanup(self.shared.append, 2)

    def test_add(self) -> None:
        self.assertEqual(1 + 1, 2)

    def test_raises(self) -> None:
        with self.assertRaisesRegex(ZeroDivisionError, "division"):
            1 // 0

    def test_subtests(self) -> None:
        for n in range(3):
            with self.subTest(n=n):
                self.assertLess(n, 3)

    def test_fails(self) -> None:
        self.assertEqual({"a": 1}, {"a": 2})

    @unittest.skip("on purpose")
    def test_skipped(self) -> None: ...

    @unittest.expectedFailure
    def test_expected(self) -> None:
        self.fail()

    def test_logs(self) -> None:
        import logging

        with self.assertLogs("x", "INFO") as logs:
            logging.getLogger("x").info("hello")
        self.assertEqual(logs.output, ["INFO:x:hello"])


class Asynchronous(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        import asyncio

        await asyncio.sleep(0)

    async def test_await(self) -> None:
        import asyncio

        self.assertEqual(await asyncio.sleep(0, 3), 3)


out = io.StringIO()
suite = unittest.TestSuite(
    unittest.defaultTestLoader.loadTestsFromTestCase(c) for c in (Arithmetic, Asynchronous)
)
result = unittest.TextTestRunner(stream=out, verbosity=2).run(suite)
text = out.getvalue()
# 3.12.1 and a few others do not count the skipped test as run.
assert result.testsRun in (7, 8) and not result.errors, text
assert (len(result.failures), len(result.skipped)) == (1, 1), text
assert (
    "test_add (__main__.Arithmetic" in text and "FAILED (failures=1, skipped=1, expected failures=1)" in text
)
assert "AssertionError: {'a': 1} != {'a': 2}" in text

try:
    sys.stderr, saved = io.StringIO(), sys.stderr
    unittest.main(argv=["prog", "Arithmetic.test_add", "-q"])
except BaseException as error:
    assert type(error).__name__ == "SystemExit" and error.code in (0, False), error
else:
    raise AssertionError("unittest.main returned")
finally:
    sys.stderr = saved

mock = unittest.mock.Mock(return_value=3)
assert mock(1, x=2) == 3
mock.assert_called_once_with(1, x=2)
with unittest.mock.patch.object(Arithmetic, "test_add", autospec=True) as patched:
    assert Arithmetic.test_add is patched


def double(n):
    """Double a number.

    >>> double(4)
    8
    >>> double("ab")
    'abab'
    >>> double(None)
    Traceback (most recent call last):
        ...
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    """
    return n * 2


def wrong():
    """
    >>> print("one")
    two
    """


finder, runner, report = doctest.DocTestFinder(), doctest.DocTestRunner(verbose=False), io.StringIO()
for test in finder.find(double, "double", globs={"double": double}):
    assert runner.run(test, out=report.write).failed == 0, report.getvalue()
for test in finder.find(wrong, "wrong"):
    assert runner.run(test, out=report.write).failed == 1
assert "Expected:\n    two\nGot:\n    one" in report.getvalue()
saved, sys.stdout = sys.stdout, io.StringIO()
try:
    total = doctest.testmod()
finally:
    sys.stdout = saved
assert (total.failed, total.attempted) == (1, 4), total
print("ok")
