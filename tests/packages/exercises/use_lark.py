"""lark: an LALR and an Earley parser"""

from lark import Lark, Transformer, UnexpectedInput

grammar = r"""
    ?sum: product | sum "+" product -> add
    ?product: atom | product "*" atom -> mul
    ?atom: NUMBER -> number | "(" sum ")"
    %import common.NUMBER
    %ignore " "
"""


class Calculate(Transformer):
    def number(self, found):
        return int(found[0])

    def add(self, found):
        return found[0] + found[1]

    def mul(self, found):
        return found[0] * found[1]


grammar = grammar.replace("%import common.NUMBER", "NUMBER: /[0-9]+/")
for kind in ("lalr", "earley"):
    tree = Lark(grammar, start="sum", parser=kind).parse("1 + 2 * (3 + 4)")
    print(Calculate().transform(tree), tree.data)
try:
    Lark(grammar, start="sum", parser="lalr").parse("1 + + 2")
except UnexpectedInput as error:
    print(error.column)
