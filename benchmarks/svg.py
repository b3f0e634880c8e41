"""Plots for the documents: bars and lines as SVG, with no library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

COLOURS = ("#2f6f9f", "#d98324", "#5b8c5a", "#8a5a9e", "#a34a4a")
STYLE = "text{font:12px sans-serif;fill:#333}.t{font-weight:bold}.s{font-size:11px;fill:#666}"


def document(width: int, height: int, parts: Sequence[str]) -> str:
    """A whole SVG file, on white, so that it can be read on any page."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">'
    )
    back = f'<style>{STYLE}</style><rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join([head, back, *parts, "</svg>", ""])


def text(x: float, y: float, told: str, kind: str = "", anchor: str = "start") -> str:
    """A word."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(told)}</text>'


def legend(names: Sequence[str], x: float, y: float) -> list[str]:
    """Which colour is what."""
    parts = []
    for number, name in enumerate(names):
        parts.append(f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" fill="{COLOURS[number]}"/>')
        parts.append(text(x + 17, y, name))
        x += 40 + 7 * len(name)
    return parts


def bars(title: str, rows: Mapping[str, Mapping[str, float]], mark: float = 1.0, log: bool = False) -> str:
    """Horizontal bars: name of a row -> name of a bar -> value. `mark` is a line to compare with."""
    series = list(dict.fromkeys(name for row in rows.values() for name in row))
    values = [value for row in rows.values() for value in row.values()]
    left, right, top, thick = 190, 90, 60, 11
    least = min([*values, mark])
    low, high = (math.log10(least * 0.8), math.log10(max(values) * 1.1)) if log else (0.0, max(values) * 1.05)
    wide = 760 - left - right

    def place(value: float) -> float:
        told = math.log10(value) if log else value
        return left + wide * (told - low) / (high - low)

    parts = [text(10, 20, title, "t"), *legend(series, left, 42)]
    y = top
    for name, row in rows.items():
        parts.append(text(left - 8, y + thick * len(series) / 2 + 4, name, "", "end"))
        for bar, value in row.items():
            colour = COLOURS[series.index(bar)]
            size = max(1.0, place(value) - left)
            parts.append(
                f'<rect x="{left}" y="{y}" width="{size:.1f}" height="{thick - 1}" fill="{colour}"/>'
            )
            parts.append(text(left + size + 4, y + thick - 2, f"{value:.3g}", "s"))
            y += thick
        y += 8
    at = place(mark)
    parts.append(
        f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 6}" y2="{y}" stroke="#333" stroke-dasharray="3 3"/>'
    )
    return document(760, y + 12, parts)


def lines(title: str, unit: str, series: Mapping[str, Mapping[float, float]]) -> str:
    """Lines on logarithmic axes: name -> step -> value."""
    left, top, wide, high = 80, 60, 560, 240
    steps = sorted({step for points in series.values() for step in points})
    values = [value for points in series.values() for value in points.values()]
    first, last = math.log10(max(steps[0], 0.5)), math.log10(steps[-1])
    low, up = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    up = max(up, low + 1)

    def place(step: float, value: float) -> tuple[float, float]:
        x = left + wide * (math.log10(max(step, 0.5)) - first) / (last - first)
        return x, top + high * (1 - (math.log10(value) - low) / (up - low))

    parts = [text(10, 20, title, "t"), *legend(list(series), left, 42)]
    for power in range(low, up + 1):
        y = place(steps[0], 10.0**power)[1]
        parts.append(f'<line x1="{left}" x2="{left + wide}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text(left - 6, y + 4, f"{10.0**power:g}", "s", "end"))
    for step in steps:
        parts.append(text(place(step, 10.0**low)[0], top + high + 16, f"{step:,g}", "s", "middle"))
    parts.append(text(left + wide / 2, top + high + 34, unit, "s", "middle"))
    for number, points in enumerate(series.values()):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(step, points[step]) for step in sorted(points)))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[number]}" stroke-width="2"/>')
    return document(760, top + high + 46, parts)
