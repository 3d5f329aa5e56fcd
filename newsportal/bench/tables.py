"""Figures and how they are printed: Markdown, which reads well on a terminal and in ``docs/benchmarks.md`` alike."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Timings:
    """Measured times of one thing, in seconds."""

    seconds: list[float] = field(default_factory=list)

    def add(self, seconds: float) -> None:
        self.seconds.append(seconds)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """The time that 95 of 100 stayed within (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)] * 1000

    def ratio_to(self, other: Timings) -> float:
        """How many times as long as ``other`` this takes, median to median."""
        return self.median_ms / other.median_ms


def ms(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def times(value: float) -> str:
    return f"× {value:.2f}"


def size_name(articles: int) -> str:
    """10000 → 10 k, 1000000 → 1 M; a number that is neither stays as it is."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if articles >= unit and articles % unit == 0:
            return f"{articles // unit} {name}"
    return f"{articles:,}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with columns of even width: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(headings), line(rule), *(line(row) for row in rows)])
