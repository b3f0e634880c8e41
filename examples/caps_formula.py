"""A table whose formulas somebody else has written: python examples/caps_formula.py

Formulas are Python. What they may ask the application for are the named functions of `grant`, and nothing
else: other cells, the list of prices, and `today()`, which shows the day that the table is for. All of them
together may be called a hundred times by one formula. Clock and seed are fixed, so that a table has the
same values whenever it is computed. The formulas of the rows X attack.
"""

from datetime import UTC, datetime

import objcap
from objcap import caps

PRICES = {"apple": 0.4, "pear": 0.7}
CELLS: dict[str, object] = {"A1": 12, "A2": 30}
DAY = caps.Clock(fixed=1_714_564_800)  # 2024-05-01T12:00:00Z

FORMULAS = {
    "B1": "cell('A1') * price('apple')",
    "B2": "cell('A2') * price('pear')",
    "B3": "round(cell('B1') + cell('B2'), 2)",
    "B4": "sum(cell(f'A{row}') for row in (1, 2)) / 2",
    "B5": "'Due ' + today()",
    "B6": "__import__('random').randrange(1000)",
    "X1": "open('/etc/passwd').read()",
    "X2": "cell.__globals__['PRICES'].clear()",
    "X3": "__import__('os').system('id')",
    "X4": "[price('apple') for _ in range(10**9)]",
    "X5": "cell(type('A1', (str,), {'__eq__': lambda *_: True, '__hash__': lambda _: 0})('A1'))",
    "X6": "len(str(9 ** 9 ** 9))",
}


class Table(caps.Cap):
    """What formulas can ask for."""

    _exports = _reading = ("cell", "price", "today")

    def cell(self, name: str) -> object:
        """The value of a cell that is computed already."""
        if type(name) is not str:
            raise TypeError("cell() takes a name")
        return CELLS[name]

    def price(self, article: str) -> float:
        """The price of an article."""
        return PRICES[article]

    def today(self) -> str:
        """The day that the table is for."""
        return datetime.fromtimestamp(DAY.time(), UTC).date().isoformat()


def value(formula: str) -> object:
    """Compute a formula in a sandbox of its own, so that none can leave something behind for the next."""
    table = caps.limited(Table(), calls=100)
    with objcap.Sandbox(
        memory="64 MiB",
        cpu=1.0,
        wall=5.0,
        grant={"cell": table.cell, "price": table.price, "today": table.today},
        clock=DAY,
        seed=1,
        snapshots=False,
    ) as box:
        return box.eval(formula)


def main() -> None:
    for name, formula in FORMULAS.items():
        try:
            CELLS[name] = value(formula)
            print(f"{name} = {CELLS[name]}")
        except objcap.GuestError as error:
            print(f"{name}: #{error.type}: {error.message}")
        except objcap.LimitExceeded as error:
            print(f"{name}: #{type(error).__name__}")


if __name__ == "__main__":
    main()
