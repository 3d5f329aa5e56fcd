"""The rates in the head of every page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from newsportal.currency.conversion import RateList
from newsportal.currency.models import Series
from newsportal.currency.publishers import Publisher
from topics.kept import Kept
from topics.lifetimes import end_of_day

SHOWN = ("USD", "GBP", "JPY", "CNY", "EUR")
MOST = 4


@dataclass(frozen=True)
class StripRate:
    """One unit of ``base`` is ``rate`` of ``currency``; ``change`` is in per cent, since the list before."""

    base: str
    currency: str
    rate: Decimal
    change: Decimal | None


@dataclass(frozen=True)
class Strip:
    """The rates of one publisher; without any, ``rates`` is empty and ``publisher`` is ``None``."""

    publisher: Publisher | None = None
    date: datetime.date | None = None
    is_old: bool = False
    rates: tuple[StripRate, ...] = ()


def read_strip(day: datetime.date) -> Strip:
    """The strip of ``day``, in one query: of the publisher with the newest list."""
    lists = [rates for rates in Series.objects.lists_on(day).values() if rates.date]
    if not lists:
        return Strip()
    newest = max(lists, key=lambda rates: rates.date)
    return compose_strip(newest)


def compose_strip(rates: RateList) -> Strip:
    shown = [currency for currency in SHOWN if currency in rates.quotes and rates.quotes[currency].date == rates.date]
    return Strip(
        rates.publisher, rates.date, rates.is_old, tuple(strip_rate(rates, currency) for currency in shown[:MOST])
    )


def strip_rate(rates: RateList, currency: str) -> StripRate:
    """In the direction in which the publisher quotes it."""
    units, figure, before = rates.published(currency)
    return StripRate(*rates.direction(currency), figure / units, (figure / before - 1) * 100 if before else None)


def read_strip_of_today() -> Strip:
    return read_strip(timezone.localdate(timezone=timezone.get_default_timezone()))


strip = Kept(read_strip_of_today, of=["rates"], until=end_of_day)
