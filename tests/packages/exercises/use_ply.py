"""ply: a lexer; its parser generator writes files unless told not to"""

from ply import lex, yacc

tokens = ("NUMBER", "PLUS")
t_PLUS = r"\+"
t_ignore = " "


def t_NUMBER(token):
    r"\d+"
    token.value = int(token.value)
    return token


def t_error(token):
    token.lexer.skip(1)


def p_sum(found):
    "sum : sum PLUS NUMBER"
    found[0] = found[1] + found[3]


def p_number(found):
    "sum : NUMBER"
    found[0] = found[1]


def p_error(found):
    print("no", found)


lexer = lex.lex()
lexer.input("1 + 23")
print([(token.type, token.value) for token in lexer])
print(yacc.yacc(write_tables=False, debug=False).parse("1 + 2 + 39"))
