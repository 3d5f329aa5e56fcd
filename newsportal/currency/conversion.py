"""Converting amounts by one publisher's list. Pure: no clock, no database; ``Decimal`` throughout."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.functional import cached_property

from newsportal.currency.publishers import Publisher

# A quotient of numbers of fifteen digits that is not exactly half-way differs from half-way long before this digit, so
# that rounding it once more rounds as if it had never been rounded. Half-way goes up, as
# in Article 5 of Regulation (EC) No 1103/97.
EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
ONE = Decimal(1)


class NoRate(Exception):
    """The publisher has set no rate for ``currency`` that held on the day asked for."""

    def __init__(self, currency: str):
        super().__init__(currency)
        self.currency = currency


@dataclass(frozen=True, slots=True)
class Quote:
    """On ``date``, ``units`` of ``currency`` were worth ``base_units`` of the publisher's base.

    ``date`` is ``None`` for the base itself, which is always worth one of its own.
    """

    currency: str
    date: datetime.date | None
    units: Decimal
    base_units: Decimal


@dataclass(frozen=True)
class Conversion:
    """``amount`` of ``source`` is ``result`` of ``target``; one of it is ``rate``. Neither is rounded.

    ``dates`` are the days whose rates were used, the older first; empty when nothing had to be converted.
    """

    amount: Decimal
    source: str
    target: str
    result: Decimal
    rate: Decimal
    dates: tuple[datetime.date, ...]


@dataclass(frozen=True)
class RateList:
    """The newest rates of one publisher up to ``day``.

    ``quotes`` has the newest rate of each currency, ``before`` the one before it; ``spans`` has the first
    and the newest day of every currency that the publisher ever quoted.
    """

    publisher: Publisher
    day: datetime.date
    quotes: Mapping[str, Quote]
    before: Mapping[str, Quote] = field(default_factory=dict)
    spans: Mapping[str, tuple[datetime.date, datetime.date]] = field(default_factory=dict)

    @cached_property
    def date(self) -> datetime.date | None:
        """The day of the newest list; ``None`` before the first."""
        return max((quote.date for quote in self.quotes.values()), default=None)

    @property
    def is_old(self) -> bool:
        """There should have been a newer list by ``day``."""
        return self.date is not None and is_old(self.publisher, self.date, self.day)

    def quote(self, currency: str) -> Quote:
        """The rate that held on ``day``. Raises ``NoRate`` before the first one and when the currency has ended."""
        if currency == self.publisher.base:
            return base_quote(currency)
        quote = self.quotes.get(currency)
        if quote is None or (self.date - quote.date).days > self.publisher.longest_pause:
            raise NoRate(currency)
        return quote

    def convert(self, amount: Decimal, source: str, target: str) -> Conversion:
        """Raises ``NoRate``."""
        sold, bought = self.quote(source), self.quote(target)
        dates = {quote.date for quote in (sold, bought) if quote.date} if source != target else set()
        return Conversion(
            amount, source, target, value(sold, bought, amount), value(sold, bought), tuple(sorted(dates))
        )

    def direction(self, currency: str) -> tuple[str, str]:
        """In which direction the publisher quotes: one unit of the first is so many of the second."""
        base = self.publisher.base
        return (base, currency) if self.publisher.quotes_its_base else (currency, base)

    def published(self, currency: str) -> tuple[Decimal, Decimal, Decimal | None]:
        """The newest figure of a quoted currency as it was published: for how much, the figure, and the one before it.

        So many units of the first currency of ``direction`` are worth the figure in the second. The figure before is
        ``None`` where there is none, and for as much as the newest, whatever it was published for.
        """
        quote, before = self.quotes[currency], self.before.get(currency)
        if self.publisher.quotes_its_base:
            scaled = before and EXACT.divide(EXACT.multiply(before.units, quote.base_units), before.base_units)
            return quote.base_units, quote.units, scaled
        scaled = before and EXACT.divide(EXACT.multiply(before.base_units, quote.units), before.units)
        return quote.units, quote.base_units, scaled


def base_quote(currency: str) -> Quote:
    """A publisher's base in terms of itself."""
    return Quote(currency, None, ONE, ONE)


def value(sold: Quote, bought: Quote, amount: Decimal = ONE) -> Decimal:
    """How many units of ``bought`` are worth ``amount`` of ``sold``: divided once, so exact or as good."""
    units = EXACT.multiply(EXACT.multiply(amount, sold.base_units), bought.units)
    return EXACT.divide(units, EXACT.multiply(sold.units, bought.base_units))


def is_old(publisher: Publisher, date: datetime.date, day: datetime.date) -> bool:
    """Seen on ``day``, rates of ``date`` should have been replaced by newer ones."""
    return (day - date).days > publisher.longest_pause


def known_currencies(lists: Iterable[RateList]) -> set[str]:
    """All currencies that somebody quotes or quoted, and those in which they do."""
    found = set()
    for rates in lists:
        found |= {rates.publisher.base, *rates.spans}
    return found
