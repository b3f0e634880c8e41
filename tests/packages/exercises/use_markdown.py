"""markdown: Markdown to HTML with extensions"""

import markdown

text = "# Title\n\n* one\n* *two* [link](http://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"
print(markdown.markdown(text, extensions=["markdown.extensions.tables", "markdown.extensions.fenced_code"]))
