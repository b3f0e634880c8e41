"""A syntax error shows a line of the file that the guest names

Technique: compile(text, "/etc/passwd") that fails behind the tokenizer reads the line from the file
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    try:
        compile("return 1", "/etc/passwd", "exec")
    except SyntaxError as error:
        loot = error.text
    if not loot or "root" not in loot:
        raise NoEffect(f"the line is {loot!r}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
