"""What the converter's page says: for each publisher one answer and one table, and the history of one of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsportal.currency.chart import Chart, draw
from newsportal.currency.conversion import NoRate, RateList
from newsportal.currency.formatting import (
    format_amount,
    format_change,
    format_given,
    format_levels,
    format_published,
    format_rate,
)
from newsportal.currency.forms import ConverterForm
from newsportal.currency.history import Period, Point, read_history, sampled
from newsportal.currency.names import MAIN, name_of
from newsportal.currency.publishers import Publisher

ROWS_TO_HEAR = 32  # of a history: as many as somebody listens to; the CSV has them all


@dataclass(frozen=True)
class Answer:
    """What one publisher's rates make of the amount, as it is written; or why they make nothing of it."""

    publisher: Publisher
    date: datetime.date | None = None  # of the older of the rates that were used
    is_old: bool = False
    amount: str = ""
    result: str = ""
    rate: str = ""
    inverse: str = ""
    refusal: str = ""
    other_day_query: str = ""  # the same question for a day that has an answer, where a refusal knows one


@dataclass(frozen=True)
class Table:
    """The main currencies of one publisher's list, as ``components/table.html`` takes them."""

    publisher: Publisher
    date: datetime.date
    is_old: bool
    caption: str
    columns: list[str]
    rows: list[dict]


@dataclass(frozen=True)
class History:
    """The rates of a period by one publisher; ``chart`` is ``None`` when there are too few for a line."""

    publisher: Publisher
    source: str
    target: str
    chart: Chart | None
    description: str
    levels: list[str]
    columns: list[str]
    rows: list[dict]
    periods: list[dict]
    publishers: list[dict]
    csv_query: str


def answer(rates: RateList, form: ConverterForm) -> Answer:
    """``form`` has a question."""
    amount, source, target = (form.cleaned_data[name] for name in ("amount", "source", "target"))
    try:
        found = rates.convert(amount, source, target)
    except NoRate as missing:
        return refusal(rates, missing.currency, form)
    date = found.dates[0] if found.dates else rates.date
    return Answer(
        rates.publisher,
        date=date,
        is_old=rates.is_old,
        amount=f"{format_given(amount, source)} {source}",
        result=f"{format_amount(found.result, target)} {target}",
        rate=equation(source, target, found.rate),
        inverse=equation(target, source, rates.convert(Decimal(1), target, source).rate),
    )


def refusal(rates: RateList, currency: str, form: ConverterForm) -> Answer:
    names = {"publisher": rates.publisher.label, "currency": name_of(currency), "day": written(form.held_on)}
    span = rates.spans.get(currency)
    if span is None:
        return Answer(rates.publisher, refusal=_("%(publisher)s does not quote this currency: %(currency)s.") % names)
    first, last = span
    if first < form.held_on < last:
        names |= {"before": written(rates.quotes[currency].date)}
        text = _(
            "%(publisher)s set no rate that held on %(day)s for this currency: %(currency)s. The one before is of "
            "%(before)s."
        )
    elif first == last:
        names |= {"only": written(first)}
        text = _(
            "%(publisher)s set no rate that held on %(day)s for this currency: %(currency)s. The only one we have is "
            "of %(only)s."
        )
    else:
        names |= {"first": written(first), "last": written(last)}
        text = _(
            "%(publisher)s set no rate that held on %(day)s for this currency: %(currency)s. Its rates run from "
            "%(first)s to %(last)s."
        )
    day = day_with_rates(rates, currency, form)
    return Answer(
        rates.publisher, refusal=text % names, other_day_query=form.query(date=day.isoformat()) if day else ""
    )


def day_with_rates(rates: RateList, missing: str, form: ConverterForm) -> datetime.date | None:
    """A day near the one asked for on which both currencies were quoted; ``None`` when none is known.

    ``missing`` has no rate on the day asked for. Pauses of the other one have an answer of their own.
    """
    source, target = form.cleaned_data["source"], form.cleaned_data["target"]
    if not quotes_both(rates, source, target):
        return None
    spans = [rates.spans[currency] for currency in (source, target) if currency != rates.publisher.base]
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    if first > last:
        return None
    if first <= form.held_on <= last:
        before = rates.quotes[missing].date
        return before if before >= first else None
    return first if form.held_on < first else last


def table(rates: RateList, form: ConverterForm) -> Table:
    """The main currencies that were in the newest list, in the direction in which the publisher quotes them."""
    base, newest = rates.publisher.base, rates.date
    shown = [currency for currency in MAIN if currency in rates.quotes and rates.quotes[currency].date == newest]
    has_changes = any(currency in rates.before for currency in shown)
    columns = [_("Currency"), _("Rate"), *([_("Change"), _("In per cent")] if has_changes else [])]
    if rates.publisher.quotes_its_base:
        caption = _("1 %(base)s in other currencies: the list of %(day)s")
    else:
        caption = _("What other currencies cost in %(base)s: the list of %(day)s")
    rows = []
    for currency in shown:
        source, target = rates.direction(currency)
        units, figure, before = rates.published(currency)
        changes = format_change(figure, before) if before else ("–", "–")
        amount = f"{units.normalize():f} {currency}" if units != 1 else currency
        rows.append(
            {
                "name": f"{name_of(currency)} ({amount})",
                "url": form.query(**{"from": source, "to": target, "by": rates.publisher.value}),
                "cells": [format_published(figure), *(changes if has_changes else ())],
            }
        )
    named = {"base": base, "day": written(newest)}
    return Table(rates.publisher, newest, rates.is_old, caption % named, columns, rows)


def history(lists: Mapping[Publisher, RateList], form: ConverterForm) -> History | None:
    """The history of the pair; ``None`` when no publisher has ever quoted both. ``form`` has a question."""
    source, target = form.cleaned_data["source"], form.cleaned_data["target"]
    able = publishers_of_history(lists, form)
    if not able:
        return None
    publisher = able[0]
    period = Period(form.cleaned_data["period"])
    points = read_history(publisher, source, target, period=period, until=form.held_on)
    chart = draw(points)
    return History(
        publisher,
        source,
        target,
        chart,
        description=description(chart) if chart else "",
        levels=format_levels(chart.levels) if chart else [],
        columns=[_("Day"), f"{equation_head(source)} … {target}"],
        rows=[row(point) for point in reversed(sampled(points, ROWS_TO_HEAR))],
        periods=[
            {"name": other.label, "url": f"{form.query(range=other.value)}#history", "is_current": other == period}
            for other in Period
        ],
        publishers=[
            {"name": other.label, "url": f"{form.query(by=other.value)}#history", "is_current": other == publisher}
            for other in sorted(able, key=list(Publisher).index)
        ],
        csv_query=form.query(by=publisher.value),
    )


def description(chart: Chart) -> str:
    """The line in words: where it begins and ends, and how low and high it went."""
    moments = {"first": chart.first, "last": chart.last, "lowest": chart.lowest, "highest": chart.highest}
    words = {name: format_rate(point.rate) for name, point in moments.items()}
    words |= {f"{name}_day": written(point.date) for name, point in moments.items()}
    return (
        _(
            "From %(first)s on %(first_day)s to %(last)s on %(last_day)s. Lowest: %(lowest)s on %(lowest_day)s; "
            "highest: %(highest)s on %(highest_day)s."
        )
        % words
    )


def publishers_of_history(lists: Mapping[Publisher, RateList], form: ConverterForm) -> list[Publisher]:
    """Who has quoted both currencies, the one asked for first; nobody when they are the same."""
    source, target = form.cleaned_data["source"], form.cleaned_data["target"]
    if source == target:
        return []
    able = [rates.publisher for rates in lists.values() if quotes_both(rates, source, target)]
    return sorted(able, key=lambda publisher: publisher != form.cleaned_data["publisher"])


def quotes_both(rates: RateList, source: str, target: str) -> bool:
    return all(currency == rates.publisher.base or currency in rates.spans for currency in (source, target))


def row(point: Point) -> dict:
    return {"name": written(point.date), "cells": [format_rate(point.rate)]}


def equation(source: str, target: str, rate: Decimal) -> str:
    return f"{equation_head(source)} {format_rate(rate)} {target}"


def equation_head(source: str) -> str:
    return f"1 {source} ="


def written(date: datetime.date) -> str:
    return date_format(date, "DATE_FORMAT")
