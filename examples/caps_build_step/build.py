"""Makes pages of texts: a line for the title, and the rest."""

import datetime
import html
import json
import pathlib
import string

template = string.Template(pathlib.Path("source/page.template").read_text())
index = {}
for path in sorted(pathlib.Path("source/pages").glob("*.txt")):
    with open(path) as file:
        title, text = file.readline().strip(), file.read().strip()
    out = pathlib.Path("output") / path.with_suffix(".html").name
    built = datetime.datetime.now(datetime.UTC).isoformat()
    out.write_text(template.substitute(title=html.escape(title), text=html.escape(text), built=built))
    index[path.stem] = title
with open("output/index.json", "w") as file:
    json.dump(index, file, indent=1)
print("built", len(index), "pages")
