"""tabulate: tables as text, Markdown, HTML"""

from tabulate import tabulate

rows = [["pear", 3.14159, None], ["plum", 22, "x"]]
for kind in ("plain", "github", "grid", "html"):
    print(tabulate(rows, headers=["name", "n", "note"], tablefmt=kind, floatfmt=".2f"))
