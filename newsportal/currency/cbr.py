"""Files of the Bank of Russia: how many roubles a round number of units of each currency cost.

https://www.cbr.ru/scripts/XML_daily.asp has all currencies of a day, XML_dynamic.asp one currency over a period
(https://www.cbr.ru/development/sxml/). Both are windows-1251 with decimal commas. ``Value`` is for ``Nominal`` units,
which change over the years; ``VunitRate``, the same for one unit, is missing in some of them. The date of a rate is the
first day on which it holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation, Overflow
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from newsportal.currency.publishers import Publisher
from newsportal.currency.records import RateFile, RateRecord, RatesError, rate_file, read_code, read_number

ROOT = "ValCurs"
NEW_ROUBLE = datetime.date(1998, 1, 1)  # a thousand old ones; rates before it are in those, and are left out
LARGEST_DIFFERENCE = Decimal("0.01")  # between what one unit costs and its share of what the nominal costs


def is_dynamic(root: Element) -> bool:
    return root.find("Record") is not None


def read_daily(root: Element) -> RateFile:
    """All currencies of one day. Raises ``RatesError``."""
    if root.find("Valute") is None:
        raise RatesError(_("The file holds no rates."))
    return rate_file(Publisher.CBR, _records_of_day(root, _date(root.get("Date", ""))))


def _records_of_day(root: Element, date: datetime.date) -> Iterator[RateRecord]:
    for row in root.iterfind("Valute"):
        yield _record(row, read_code(row.findtext("CharCode", "")), date, row.get("ID", "").strip())


def read_dynamic(root: Element, codes: Mapping[str, str]) -> RateFile:
    """One currency over a period.

    The file names it by the bank's own key; ``codes`` has the currency of each key, as daily files told it.
    Raises ``RatesError``.
    """
    key = root.get("ID", "").strip()
    if key not in codes:
        raise RatesError(_("The file is about “%s”: no daily file has said yet which currency that is.") % key[:20])
    rows = ((row, _date(row.get("Date", ""))) for row in root.iterfind("Record"))
    records = (_record(row, codes[key], date, key) for row, date in rows if date >= NEW_ROUBLE)
    return rate_file(Publisher.CBR, records, is_list=False)


def _record(row: Element, currency: str, date: datetime.date, key: str) -> RateRecord:
    nominal, roubles = _number(row.findtext("Nominal", "")), _number(row.findtext("Value", ""))
    if one := row.findtext("VunitRate", "").strip():
        try:
            # Very small ones come as 9,18E-05.
            agrees = abs(Decimal(one.replace(",", ".")) * nominal - roubles) <= roubles * LARGEST_DIFFERENCE
        except (InvalidOperation, Overflow):
            raise RatesError(_("“%s” is no number for a rate.") % one[:40]) from None
        if not agrees:
            raise RatesError(_("What one and what several %(currency)s cost do not agree.") % {"currency": currency})
    return RateRecord(currency, date, nominal, roubles, key[:10])


def _number(text: str) -> Decimal:
    return read_number(text.replace(",", "."))


def _date(text: str) -> datetime.date:
    """Day, month and year with points, or with slashes as in some years."""
    try:
        day, month, year = text.replace("/", ".").split(".")
        return datetime.date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        raise RatesError(_("“%s” is no date.") % text[:40]) from None
