"""parso: parsing Python with errors in it

Refused: its grammars are files of data, opened with `open`
"""

import parso

module = parso.parse("def f(x):\n    return x +\nclass C: pass\n", version="3.11")
print([child.type for child in module.children])
grammar = parso.load_grammar(version="3.11")
print([error.message for error in grammar.iter_errors(parso.parse("x = (1,\n", version="3.11"))])
