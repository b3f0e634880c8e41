"""docutils: reStructuredText to a tree and to XML (writing HTML needs a template, which is a file)

Before: sys.modules["urllib.request"] = types.SimpleNamespace(url2pathname=str)
"""

from docutils.core import publish_doctree, publish_string

text = "Title\n=====\n\n* one\n* *two*\n\n.. note:: a note\n"
print(publish_string(text, writer_name="xml").decode())
print(publish_doctree(text).pformat())
