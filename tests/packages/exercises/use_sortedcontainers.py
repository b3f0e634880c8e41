"""sortedcontainers: sorted lists, dicts, sets"""

from sortedcontainers import SortedDict, SortedList, SortedSet

items = SortedList([3, 1, 2] * 700)
items.add(0)
print(items[:3], items.count(2), items.bisect_left(2), list(items.irange(1, 1))[:2])
table = SortedDict(b=1, a=2)
table["aa"] = 3
print(table, table.peekitem(0), list(table.irange("a", "b")), SortedSet("hello") & SortedSet("world"))
