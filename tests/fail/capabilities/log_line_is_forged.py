"""A line of the host's log is forged

Technique: line breaks in what is logged
Versions: 3.11 3.12 3.13
Origin: CWE-117
Expected: NoEffect
Harness: caps
"""

try:
    log("harmless\nroot logged in")
    got = lines()
    if "root logged in" not in got:

        class NoEffect(Exception):
            pass

        raise NoEffect(got)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
