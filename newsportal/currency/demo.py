"""Real rates for the demonstration site, which has no network: ``data/README.md`` says where they come from."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from newsportal.currency.models import Series
from newsportal.currency.reading import read_rates
from newsportal.currency.receiving import receive

DATA = Path(__file__).resolve().parent / "data"
FILES = (DATA / "eurofxref-hist.zip", DATA / "XML_daily_2022-03-15.xml")


def load_demo_rates(*, today: datetime.date, advance: Callable[[int], None] = lambda steps: None) -> int:
    """Load the rates in ``data/`` into a site that has none; returns how many. Takes some seconds."""
    if Series.objects.exists():
        return 0
    # On a machine whose clock is behind, the rates are no less real.
    received = [
        receive(file, today=max(today, file.newest_day), advance=advance)
        for file in (read_rates(path.read_bytes(), codes={}) for path in FILES)
    ]
    return sum(result.created for result in received)
