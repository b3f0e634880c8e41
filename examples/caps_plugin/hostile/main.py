"""Tries what a plugin should not do, and tells what became of it."""

import os


def attempt(what, function):
    try:
        print(f"{what}: DONE, {function()!r:.60}")
    except Exception as error:
        print(f"{what}: {type(error).__name__}")


def fill(name, size):
    with open(name, "w") as file:
        file.write("x" * size)


def litter():
    for number in range(100):
        fill(f"cache/{number}", 1)


def replace():
    os.rename("cache/words.json", "plugin/main.py")


attempt("the password beside its folder", lambda: open("plugin/../password.txt").read())
attempt("the password, another way", lambda: open("cache/../../password.txt").read())
attempt("the users of the machine", lambda: open("/etc/passwd").read())
attempt("what there is beside its folder", lambda: os.listdir("plugin/.."))
attempt("the code of another plugin", lambda: open("words/main.py").read())
attempt("its own code, changed", lambda: fill("plugin/main.py", 1))
attempt("its own code, replaced", replace)
attempt("a link out of the cache", lambda: os.symlink("/etc", "cache/etc"))
attempt("another program", lambda: os.system("id"))
attempt("too many bytes", lambda: fill("cache/big", 1_000_000))
attempt("too many files", litter)
