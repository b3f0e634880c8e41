"""A syntax error in a later line shows that line of the file

Technique: the symbol table reports "name is local and global" and the line is read from the file named
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    try:
        compile("def f():\n    x = 1\n    global x", "/etc/passwd", "exec")
    except SyntaxError as error:
        loot = error.text
    if not loot or ":" not in loot:
        raise NoEffect(f"the line is {loot!r}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
