"""Sums the numeric columns of a CSV table by the values of one of them.

python -m objcap examples/csv_report.py COLUMN < TABLE.csv
"""

import csv
import statistics
import sys
from collections import defaultdict


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: csv_report.py COLUMN < TABLE.csv", file=sys.stderr)
        return 2
    key = arguments[0]
    table = csv.DictReader(sys.stdin)
    if key not in (table.fieldnames or ()):
        print(
            f"csv_report: no column {key!r}, there are: {', '.join(table.fieldnames or ())}", file=sys.stderr
        )
        return 1
    groups: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in table:
        for column, text in row.items():
            value = number(text or "")
            if column != key and value is not None:
                groups[row[key]][column].append(value)
    report = csv.writer(sys.stdout, lineterminator="\n")
    report.writerow([key, "column", "count", "sum", "mean", "median"])
    for name, columns in sorted(groups.items()):
        for column, values in columns.items():
            mean, median = statistics.fmean(values), statistics.median(values)
            report.writerow([name, column, len(values), f"{sum(values):g}", f"{mean:g}", f"{median:g}"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
