"""Taking the rates of a file into the archive, or refusing all of them.

What a file says replaces or continues what is there only when it can be believed: nothing of a file with one absurd
rate is kept.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.bulk import Loader
from newsportal.currency.models import Rate, Series, Source, source_of
from newsportal.currency.publishers import Publisher
from newsportal.currency.records import RateFile, RateRecord, RatesError
from topics.versions import touch

EARLIEST = datetime.date(1990, 1, 1)
AHEAD = datetime.timedelta(days=7)  # a list for the day after a holiday can come that early
# A rate says little about one that is further away than this, and nothing about whether that one is absurd.
NEIGHBOURS = datetime.timedelta(days=31)
COLUMNS = ("series_id", "date", "units", "base_units")

Stored = Mapping[datetime.date, tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Received:
    """How many rates were new, replaced others of their day, or were there already; and the newest day of the file."""

    created: int
    corrected: int
    unchanged: int
    newest_day: datetime.date


@dataclass(frozen=True)
class Changes:
    """What the file says about one currency that is not in the archive as it is."""

    series: Series | None  # None: a currency that the publisher has not quoted before
    records: list[RateRecord]
    new: list[RateRecord]
    corrected: list[RateRecord]


def receive(
    file: RateFile,
    *,
    today: datetime.date,
    must_be_newest: bool = False,
    advance: Callable[[int], None] = lambda steps: None,
) -> Received:
    """Bring the archive up to ``file``; the same file a second time changes nothing.

    ``must_be_newest`` refuses a file that ends before the archive does, which is what a stale copy of the publisher's
    current file looks like; another file that ends before the archive does may add days, but is refused when it
    disagrees with those that are there. ``advance`` hears how many records have been dealt with since it last did.
    Raises ``RatesError``, and then nothing has changed.
    """
    source_of(file.publisher)
    with transaction.atomic():
        # One file of a publisher after the other: two would both find a currency new.
        source = Source.objects.select_for_update().get(publisher=file.publisher)
        known = {series.currency: series for series in Series.objects.filter(publisher=file.publisher)}
        _check_days(file, known.values(), today=today, must_be_newest=must_be_newest)
        planned = _plan(file, known, today=today, largest_jump=source.largest_jump)
        for changes in planned:
            _apply(changes, file.publisher)
            advance(len(changes.records))
        touch("rates")
    created, corrected = (sum(len(getattr(changes, name)) for changes in planned) for name in ("new", "corrected"))
    return Received(created, corrected, len(file.records) - created - corrected, file.newest_day)


def _check_days(file: RateFile, known: Iterable[Series], *, today: datetime.date, must_be_newest: bool) -> None:
    oldest, newest = min(record.date for record in file.records), file.newest_day
    if oldest < EARLIEST or newest > today + AHEAD:
        wrong = oldest if oldest < EARLIEST else newest
        raise RatesError(_("The file has rates for %(date)s, which cannot be.") % {"date": wrong.isoformat()})
    ends = Counter(series.last_date for series in known)
    if not ends:
        return
    have = max(ends)
    if must_be_newest and newest < have:
        raise RatesError(
            _("The file ends on %(date)s, and is older than what we have (%(have)s).")
            % {"date": newest.isoformat(), "have": have.isoformat()}
        )
    if file.is_list:
        listed = Counter(record.date for record in file.records if record.date > have)
        for date, count in listed.items():
            if count * 2 < ends[have]:
                raise RatesError(
                    _("The list of %(date)s has %(count)s currencies; the one before it had %(before)s.")
                    % {"date": date.isoformat(), "count": count, "before": ends[have]}
                )


def _plan(file: RateFile, known: Mapping[str, Series], *, today: datetime.date, largest_jump: Decimal) -> list[Changes]:
    stored = _stored_around(file)
    by_currency: dict[str, list[RateRecord]] = defaultdict(list)
    for record in file.records:
        by_currency[record.currency].append(record)
    if file.publisher.base in by_currency:
        raise RatesError(_("The file quotes %s in itself.") % file.publisher.base)
    planned = []
    for currency, records in sorted(by_currency.items()):
        records.sort(key=lambda record: record.date)
        have = stored.get(currency, {})
        new = [record for record in records if record.date not in have]
        corrected = [
            record
            for record in records
            if record.date in have and have[record.date] != (record.units, record.base_units)
        ]
        series = known.get(currency)
        if series:
            if records[-1].date < min(series.last_date, today):
                _check_agreement(series, corrected, have)
            _check_jumps(series, new, corrected, have, largest_jump)
        planned.append(Changes(series, records, new, corrected))
    return planned


def _stored_around(file: RateFile) -> dict[str, Stored]:
    """What the archive has for the days of the file and the month before, by currency and day."""
    dates = [record.date for record in file.records]
    rates = Rate.objects.filter(
        series__publisher=file.publisher, date__range=(min(dates) - NEIGHBOURS, max(dates))
    ).order_by()
    stored: dict[str, dict] = defaultdict(dict)
    for currency, date, units, base_units in rates.values_list("series__currency", "date", "units", "base_units"):
        stored[currency][date] = units, base_units
    return stored


def _check_agreement(series: Series, corrected: list[RateRecord], have: Stored) -> None:
    """What ends before the archive does may fill it in, and does not correct it: it is from before a correction."""
    for record in corrected:
        units, base_units = have[record.date]
        if base_units * record.units != record.base_units * units:
            raise RatesError(
                _("The file is older than what we have of %(currency)s (%(have)s), and disagrees with it on %(date)s.")
                % {
                    "currency": record.currency,
                    "have": series.last_date.isoformat(),
                    "date": record.date.isoformat(),
                }
            )


def _check_jumps(
    series: Series, new: list[RateRecord], corrected: list[RateRecord], have: Stored, largest_jump: Decimal
) -> None:
    """Compare what continues a series with the rate before it, and a correction with what it corrects.

    Rates that fill the past are not compared: there, currencies did collapse within a day.
    """
    pairs = [((record.date, *have[record.date]), record) for record in corrected]
    continued = [record for record in new if record.date > series.last_date]
    if continued:
        if series.last_date in have:
            pairs.append(((series.last_date, *have[series.last_date]), continued[0]))
        pairs += [((one.date, one.units, one.base_units), other) for one, other in pairwise(continued)]
    for (date, units, base_units), record in pairs:
        one, other = base_units * record.units, record.base_units * units
        jump = (max(one, other) / min(one, other) - 1) * 100
        if record.date - date <= NEIGHBOURS and jump > largest_jump:
            raise RatesError(
                _("%(currency)s moved by %(jump)s %% from %(before)s to %(date)s; more than %(bound)s %% is refused.")
                % {
                    "currency": record.currency,
                    "jump": f"{jump:.1f}",
                    "before": date.isoformat(),
                    "date": record.date.isoformat(),
                    "bound": f"{largest_jump.normalize():f}",
                }
            )


def _apply(changes: Changes, publisher: Publisher) -> None:
    first, last = changes.records[0], changes.records[-1]
    series = changes.series or Series(
        publisher=publisher, currency=first.currency, first_date=first.date, last_date=last.date
    )
    before = (series.pk, series.first_date, series.last_date, series.key)
    series.first_date = min(series.first_date, first.date)
    series.last_date = max(series.last_date, last.date)
    series.key = last.key or series.key
    if before != (series.pk, series.first_date, series.last_date, series.key) or not series.pk:
        series.save()
    for record in changes.corrected:
        Rate.objects.filter(series=series, date=record.date).update(units=record.units, base_units=record.base_units)
    if changes.new:
        with connection.cursor() as cursor:
            loader = Loader(connection, cursor)
            rows = ((series.pk, loader.date(r.date), r.units, r.base_units) for r in changes.new)
            loader.insert(Rate, COLUMNS, rows)


def known_keys(publisher: Publisher) -> dict[str, str]:
    """The currency of each key by which the publisher's files name a series."""
    rows = Series.objects.filter(publisher=publisher).exclude(key="").order_by("last_date", "currency")
    return dict(rows.values_list("key", "currency"))
