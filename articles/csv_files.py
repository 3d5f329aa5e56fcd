"""Tables for spreadsheets, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

# What spreadsheets take for the beginning of a formula, and would run.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8


class _Lines:
    """Hands back what is written to it: a file for ``csv`` that is never there as a whole."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """``rows`` as the lines of a CSV file. A cell that begins as a formula does gets an apostrophe before it."""
    writer = csv.writer(_Lines())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
