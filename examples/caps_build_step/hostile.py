"""Tries what a build step should not do, and tells what became of it."""

import os


def attempt(what, function):
    try:
        print(f"{what}: DONE, {function()!r:.60}")
    except Exception as error:
        print(f"{what}: {type(error).__name__}")


def write(name):
    with open(name, "w") as file:
        file.write("planted")


attempt("the key beside the sources", lambda: open("signing-key.txt").read())
attempt("the key, by way of the sources", lambda: open("source/../signing-key.txt").read())
attempt("the key, by way of a link", lambda: os.symlink("../signing-key.txt", "output/key"))
attempt("the key in the environment", lambda: os.environ["SIGNING_KEY"])
attempt("a source, changed", lambda: write("source/page.template"))
attempt("a source, moved", lambda: os.rename("source/page.template", "output/page.template"))
attempt("a source, removed", lambda: os.remove("source/page.template"))
attempt("this script, changed", lambda: write("build.py"))
attempt("the log, emptied", lambda: write("trail.jsonl"))
attempt("a file beside the output", lambda: write("output/../planted.txt"))
attempt("a program", lambda: os.system("cc --version"))
attempt("the network", lambda: __import__("socket"))
