"""pycparser: parsing C

Before: sys.modules["subprocess"] = types.SimpleNamespace(check_output=None)
"""

from pycparser import c_generator, c_parser

tree = c_parser.CParser().parse("typedef int number; number twice(number n) { return n * 2; }", "x.c")
print([type(node).__name__ for node in tree.ext], c_generator.CGenerator().visit(tree))
