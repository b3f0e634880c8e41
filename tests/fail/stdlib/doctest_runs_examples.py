"""doctest runs the examples of a text

Technique: DocTestRunner with names of the guest's choice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import doctest

    output = []
    test = doctest.DocTestParser().get_doctest(">>> open('/etc/passwd').readline()\n", {}, "x", "x", 0)
    doctest.DocTestRunner(verbose=False).run(test, out=output.append)
    loot = "".join(output)
    if "root:" not in loot:
        raise NoEffect("no line of the file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
