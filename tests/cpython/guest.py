"""Runs one module of CPython's tests, inside or outside, and reports every test by itself.

    python -m objcap --path FOLDER guest.py MODULE [--only TEST | --after TEST]  (inside)
    python -I -S guest.py --outside FOLDER MODULE [--only TEST | --after TEST]   (outside)

FOLDER holds a package `test`. Each test becomes a line on standard output, when it starts and when it is
done, so that a death of the process can be laid at a test's door.
"""

import sys

if sys.argv[1] == "--outside":
    sys.path.insert(0, sys.argv[2])
    del sys.argv[1:3]

import unittest

import standin

START, DONE = "\x1estart ", "\x1edone "


def say(kind, *fields):
    """A line that no test writes; fields have no tabs and no line breaks."""
    text = "\t".join(" ".join(str(field).split()) for field in fields)
    sys.__stdout__.write(f"\n{kind}{text}\n")
    sys.__stdout__.flush()


class Result(unittest.TestResult):
    """Says how each test ended: ok, failed (with the exception), or skipped."""

    def __init__(self, names):
        super().__init__()
        self.names = names
        self.outcome = None

    def startTest(self, test):
        super().startTest(test)
        self.outcome = ("ok", "")
        say(START, self.names[test])

    def stopTest(self, test):
        super().stopTest(test)
        if self.outcome is None:  # a test that is always skipped never started, in 3.12.1
            return
        say(DONE, self.names[test], *self.outcome)
        self.outcome = None

    def failed(self, test, err):
        what = f"{err[0].__name__}: {err[1]}"[:300]
        if self.outcome is None:  # setUpClass or setUpModule
            say(DONE, test.id(), "failed", what)
        elif self.outcome[0] != "failed":
            self.outcome = ("failed", what)

    def addError(self, test, err):
        self.failed(test, err)

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.failed(subtest, err)

    def addSkip(self, test, reason):
        if self.outcome is None:
            say(DONE, test.id(), "skipped", reason)
        elif self.outcome[0] == "ok":
            self.outcome = ("skipped", reason[:300])

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.outcome = ("failed", "unexpected success")


def flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flatten(item)
        else:
            yield item


class Names:
    """The name of each test: its id, numbered where a module loads several tests of one id."""

    def __init__(self):
        self.counts = {}
        self.names = {}

    def add(self, test):
        name = test.id()
        count = self.counts[name] = self.counts.get(name, 0) + 1
        self.names[id(test)] = (name if count == 1 else f"{name}#{count}", test)

    def __getitem__(self, test):
        return self.names[id(test)][0]


def select(suite, names, option, wanted):
    """One test, or those behind it: what is left when it has taken the process with it."""
    tests = list(flatten(suite))
    index = [names[test] for test in tests].index(wanted)
    return unittest.TestSuite(tests[index : index + 1] if option == "--only" else tests[index + 1 :])


def main():
    standin.install()
    module, *options = sys.argv[1:]
    names = Names()
    whole = unittest.TestSuite()
    loader = unittest.TestLoader()
    try:
        suite = loader.loadTestsFromName("test." + module)
        loaded = sys.modules.get("test." + module)
        if loader.errors and hasattr(loaded, "load_tests"):  # which wants to list a folder
            del loaded.load_tests
            loader = unittest.TestLoader()
            suite = loader.loadTestsFromModule(loaded)
        if loader.errors:
            raise ImportError(loader.errors[0])
    except unittest.SkipTest as reason:
        say(DONE, "test." + module, "skipped", reason)
    except Exception as error:
        say(DONE, "test." + module, "failed", f"{type(error).__name__}: {str(error)[-300:]}")
    else:
        for test in flatten(suite):
            names.add(test)
        whole.addTest(suite)
    if options:
        whole = select(whole, names, *options)
    whole.run(Result(names))
    say(DONE, "", "end")


main()
