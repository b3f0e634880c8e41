"""pyparsing: a grammar of arithmetic and one of key and value"""

from pyparsing import OpAssoc, ParseException, Word, alphas, delimited_list, infix_notation, nums

number = Word(nums).set_parse_action(lambda tokens: int(tokens[0]))
grammar = infix_notation(number, [("*", 2, OpAssoc.LEFT), ("+", 2, OpAssoc.LEFT)])
print(grammar.parse_string("1+2*(3+4)").as_list())
pair = Word(alphas)("key") + "=" + delimited_list(Word(nums))("values")
found = pair.parse_string("size = 3, 4,5")
print(found.key, list(found["values"]))
try:
    pair.parse_string("= 3")
except ParseException as error:
    print(error.lineno, error.col)
