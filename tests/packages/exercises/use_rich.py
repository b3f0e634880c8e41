"""rich: tables, markup and syntax as text"""

import io

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.tree import Tree

console = Console(file=io.StringIO(), width=60, force_terminal=True, color_system="truecolor")
table = Table("name", "count", title="fruit")
table.add_row("[bold]pear[/bold]", "3")
tree = Tree("root")
tree.add("leaf")
console.print(table, tree, Syntax("def f(): return 1", "python"))
print(console.file.getvalue())
