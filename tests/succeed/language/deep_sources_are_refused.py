"""Source that is nested too deeply is an error, whatever it is made of, and no end of the process."""

import ast
import sys

# Comprehensions within comprehensions are missing: tests/crashers/comprehensions_nested_deeply.py.
SOURCES = {
    "parentheses": lambda n: "(" * n,
    "closed parentheses": lambda n: "(" * n + ")" * n,
    "lists": lambda n: "[" * n + "]" * n,
    "dicts": lambda n: "{1:" * n + "1" + "}" * n,
    "attributes": lambda n: "a" + ".b" * n,
    "calls": lambda n: "f" + "()" * n,
    "items": lambda n: "a" + "[0]" * n,
    "minus": lambda n: "-" * n + "1",
    "not": lambda n: "not " * n + "1",
    "sums": lambda n: "+".join(["1"] * n),
    "powers": lambda n: "**".join(["a"] * n),
    "comparisons": lambda n: "<".join(["a"] * n),
    "conditions": lambda n: "1 if a else " * n + "2",
    "lambdas": lambda n: "lambda: " * n + "1",
    "lambda defaults": lambda n: "lambda x=" * n + "1" + ": 0" * n,
    "f-strings": lambda n: "f'{" * n + "1" + "}'" * n,
    "format specifications": lambda n: "f'" + "{1:" * n + "}" * n + "'",
    "awaits": lambda n: "async def f(): " + "await " * n + "a",
    "blocks": lambda n: (
        "".join(" " * k + "if a:\n" for k in range(min(n, 3000))) + " " * min(n, 3000) + "pass"
    ),
    "elif": lambda n: "if a: pass\n" + "elif b: pass\n" * n,
    "patterns": lambda n: "match a:\n case " + "[" * n + "]" * n + ": pass",
    "annotations": lambda n: "x: " + "a[" * n + "]" * n,
    "statements of one line": lambda n: "try: " * n + "pass",
}
PERMITTED = (SyntaxError, RecursionError, MemoryError, ValueError)

refused = 0
for limit in (5000,):  # the most that a guest may ask for on 3.11
    sys.setrecursionlimit(limit)
    for make in SOURCES.values():
        for size in (150, 3_000, 30_000):
            source = make(size)
            for use in (
                lambda source: compile(source, "deep", "exec"),
                ast.parse,
                ast.literal_eval,
                lambda source: ast.unparse(ast.parse(source)),
            ):
                try:
                    use(source)
                except PERMITTED:
                    refused += 1
assert refused > 100, refused

# The same from trees that no parser has seen.
for size in (5_000, 100_000):
    tree = ast.Constant(1)
    for _ in range(size):
        tree = ast.UnaryOp(ast.USub(), tree)
    try:
        compile(ast.fix_missing_locations(ast.Expression(tree)), "tree", "eval")
    except PERMITTED:
        refused += 1
    while isinstance(tree, ast.UnaryOp):  # one after the other: a destructor of them all is deep as well
        tree = tree.operand
