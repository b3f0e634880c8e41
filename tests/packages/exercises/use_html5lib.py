"""html5lib: parsing HTML as browsers do

Before: sys.modules["http.client"] = types.SimpleNamespace(HTTPResponse=type("HTTPResponse", (), {}))
"""

import html5lib

tree = html5lib.parse("<table><td>one<p>two", namespaceHTMLElements=False)
print([element.tag for element in tree.iter()], html5lib.serialize(tree))
