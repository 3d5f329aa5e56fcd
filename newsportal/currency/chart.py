"""A line over time as the numbers of an SVG. Pure; words and classes are the template's."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from newsportal.currency.history import Point, runs, thinned

WIDTH, HEIGHT = 600, 200  # stretched to the room there is; the labels stand outside
MOST_POINTS = 360
STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10", "20"))
MOST_STEPS = 5


@dataclass(frozen=True)
class Chart:
    """``line`` and ``area`` are paths in a box of ``WIDTH`` × ``HEIGHT``; ``lines`` the heights of the grid.

    ``levels`` are the rates at the grid's lines, the highest first; ``dates`` the first, the middle and the last day.
    """

    line: str
    area: str
    lines: tuple[int, ...]
    levels: tuple[Decimal, ...]
    dates: tuple[datetime.date, ...]
    first: Point
    last: Point
    lowest: Point
    highest: Point


def draw(points: Sequence[Point]) -> Chart | None:
    """The chart of ``points``, oldest first; ``None`` for fewer than two."""
    if len(points) < 2:
        return None
    levels = grid([point.rate for point in points])
    start, days = points[0].date, (points[-1].date - points[0].date).days
    low, span = levels[-1], levels[0] - levels[-1]

    def place(point: Point) -> tuple[str, str]:
        x = WIDTH * (point.date - start).days / days
        y = HEIGHT * (1 - (point.rate - low) / span)
        return f"{x:.1f}", f"{y:.1f}"

    line, area = [], []
    for run in runs(points):
        # Each part of the line gets its share of the points; two are the least that make one.
        shown = thinned(run, max(4, MOST_POINTS * len(run) // len(points)))
        placed = [place(point) for point in shown] * (2 if len(shown) == 1 else 1)  # one alone is drawn as a dot
        line.append("M" + "L".join(f"{x} {y}" for x, y in placed))
        area.append(f"M{placed[0][0]} {HEIGHT}L" + "L".join(f"{x} {y}" for x, y in placed) + f"V{HEIGHT}Z")
    return Chart(
        line="".join(line),
        area="".join(area),
        lines=tuple(round(HEIGHT * number / (len(levels) - 1)) for number in range(len(levels))),
        levels=levels,
        dates=(start, start + datetime.timedelta(days=days // 2), points[-1].date),
        first=points[0],
        last=points[-1],
        lowest=min(points, key=lambda point: point.rate),
        highest=max(points, key=lambda point: point.rate),
    )


def grid(rates: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Round numbers at equal distances around all of ``rates``, the highest first."""
    low, high = min(rates), max(rates)
    if low == high:  # a currency that is pegged
        low, high = low * Decimal("0.99"), high * Decimal("1.01")
    power = Decimal(10) ** ((high - low) / MOST_STEPS).adjusted()
    for step in (power * step for step in STEPS):
        bottom = (low / step).to_integral_value(ROUND_FLOOR)
        top = (high / step).to_integral_value(ROUND_CEILING)
        if top - bottom <= MOST_STEPS:
            break
    return tuple(step * number for number in range(int(top), int(bottom) - 1, -1))
