"""pygments: highlighting as HTML, names of lexers"""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JsonLexer, PythonLexer, get_lexer_by_name

print(highlight("def f(x):\n    return x + 1\n", PythonLexer(), HtmlFormatter()))
print(list(JsonLexer().get_tokens('{"a": [1]}'))[:4], get_lexer_by_name("c").name)
