"""A table whose formulas somebody else has written: python examples/sandbox_formula.py

Formulas are Python. What they may ask the application for are the two functions of `grant`, and nothing else:
other cells and the list of prices. The last three attack.
"""

import objcap

PRICES = {"apple": 0.4, "pear": 0.7}
CELLS: dict[str, object] = {"A1": 12, "A2": 30}
FORMULAS = {
    "B1": "cell('A1') * price('apple')",
    "B2": "cell('A2') * price('pear')",
    "B3": "round(cell('B1') + cell('B2'), 2)",
    "B4": "sum(cell(f'A{row}') for row in (1, 2)) / 2",
    "X1": "open('/etc/passwd').read()",
    "X2": "cell.__globals__['PRICES'].clear()",
    "X3": "len(str(9 ** 9 ** 9))",
}


def cell(name: str) -> object:
    """The value of a cell that is computed already."""
    return CELLS[name]


def price(article: str) -> float:
    """The price of an article."""
    return PRICES[article]


def main() -> None:
    with objcap.Sandbox(
        memory="64 MiB", wall=2.0, grant={"cell": cell, "price": price}, snapshots=False
    ) as box:
        for name, formula in FORMULAS.items():
            try:
                CELLS[name] = box.eval(formula)
                print(f"{name} = {CELLS[name]}")
            except objcap.GuestError as error:
                print(f"{name}: #{error.type}: {error.message}")
            except objcap.LimitExceeded as error:
                print(f"{name}: #{type(error).__name__}")
                if not box.alive:
                    break


if __name__ == "__main__":
    main()
