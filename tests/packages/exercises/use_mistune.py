"""mistune: Markdown to HTML"""

import mistune

print(mistune.html("# Title\n\n1. one\n2. **two** `code`\n\n> quoted <b>\n"))
print(mistune.create_markdown(renderer="ast")("*a*"))
