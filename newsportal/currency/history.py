"""How a rate moved over time. Pure, but for the one query that ``read_history`` asks."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.currency.conversion import base_quote, value
from newsportal.currency.models import Rate
from newsportal.currency.publishers import Publisher

LONGEST_LINE = datetime.timedelta(days=31)  # across more, a line would tell of rates that never were


@dataclass(frozen=True, slots=True)
class Point:
    date: datetime.date
    rate: Decimal


class Period(models.TextChoices):
    MONTH = "1m", _("1 month")
    YEAR = "1y", _("1 year")
    FIVE_YEARS = "5y", _("5 years")
    ALL = "all", _("All")

    def since(self, until: datetime.date) -> datetime.date | None:
        """The first day of the period that ends on ``until``; ``None`` for all there is."""
        months = {Period.MONTH: 1, Period.YEAR: 12, Period.FIVE_YEARS: 60}.get(self)
        if months is None:
            return None
        year, month = divmod(until.year * 12 + until.month - 1 - months, 12)
        if year < datetime.MINYEAR:
            return datetime.date.min
        return datetime.date(year, month + 1, min(until.day, monthrange(year, month + 1)[1]))


def read_history(
    publisher: Publisher, source: str, target: str, *, period: Period, until: datetime.date
) -> list[Point]:
    """What 1 unit of ``source`` was worth in ``target``, oldest first, on each day that has a rate for both.

    Empty when one of the currencies is none of the publisher's, and when they are the same.
    """
    if source == target:
        return []
    asked = [currency for currency in (source, target) if currency != publisher.base]
    found = Rate.objects.quotes(publisher, asked, since=period.since(until), until=until)
    days = sorted(set.intersection(*(set(quotes) for quotes in found.values())))
    base = base_quote(publisher.base)
    sold, bought = found.get(source), found.get(target)
    return [Point(day, value(sold[day] if sold else base, bought[day] if bought else base)) for day in days]


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """``points`` cut where nothing was quoted for more than a month."""
    parts: list[list[Point]] = [list(points[:1])] if points else []
    for before, point in pairwise(points):
        if point.date - before.date > LONGEST_LINE:
            parts.append([])
        parts[-1].append(point)
    return parts


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most ``most`` of ``points`` (four or more), with the first, the last, and every peak and every low.

    Of each stretch of time the lowest and the highest stay, which is what a line of that width would show.
    """
    if len(points) <= most:
        return list(points)
    inner, stretches = points[1:-1], (most - 2) // 2
    kept = [points[0]]
    for number in range(stretches):
        stretch = inner[len(inner) * number // stretches : len(inner) * (number + 1) // stretches]
        ends = {min(stretch, key=lambda point: point.rate), max(stretch, key=lambda point: point.rate)}
        kept += sorted(ends, key=lambda point: point.date)
    return [*kept, points[-1]]


def sampled(points: Sequence[Point], most: int) -> list[Point]:
    """At most ``most`` of ``points`` (two or more), evenly spread, with the first and the last."""
    if len(points) <= most:
        return list(points)
    return [points[(len(points) - 1) * number // (most - 1)] for number in range(most)]
