"""What a publisher's file says, once it has been read: the common form of all formats."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from newsportal.currency.publishers import Publisher

CODE = re.compile(r"[A-Z]{3}")  # ISO 4217
# As many digits as ``models.Rate`` keeps without loss; a longer number is refused, never rounded.
NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
MOST_RECORDS = 1_000_000  # the longest history has a quarter of it


class RatesError(Exception):
    """A file that is no file of rates, or whose rates cannot be believed. The message is for people."""


@dataclass(frozen=True, slots=True)
class RateRecord:
    """On ``date``, ``units`` of ``currency`` were worth ``base_units`` of the publisher's base (both above zero).

    ``key`` is the publisher's own name for the currency's series, where the file has one.
    """

    currency: str
    date: datetime.date
    units: Decimal
    base_units: Decimal
    key: str = ""


@dataclass(frozen=True)
class RateFile:
    """The records of one file, of which there is at least one and none twice.

    ``is_list`` says that each day stands there with all currencies of that day; else it is a choice of them.
    """

    publisher: Publisher
    records: tuple[RateRecord, ...]
    is_list: bool = True

    @property
    def newest_day(self) -> datetime.date:
        return max(record.date for record in self.records)


def rate_file(publisher: Publisher, records: Iterable[RateRecord], *, is_list: bool = True) -> RateFile:
    """Check that the records are some, and agree with one another. Raises ``RatesError``."""
    found: dict[tuple[str, datetime.date], RateRecord] = {}
    for record in records:
        if found.setdefault((record.currency, record.date), record) != record:
            raise RatesError(
                _("%(currency)s stands there twice for %(date)s, with different rates.")
                % {"currency": record.currency, "date": record.date.isoformat()}
            )
        if len(found) > MOST_RECORDS:
            raise RatesError(_("The file has more rates than any history."))
    if not found:
        raise RatesError(_("The file holds no rates."))
    return RateFile(publisher, tuple(found.values()), is_list)


def read_code(text: str) -> str:
    if not CODE.fullmatch(text := text.strip()):
        raise RatesError(_("“%s” is no code of a currency.") % text[:20])
    return text


def read_number(text: str) -> Decimal:
    """A plain number above zero with a decimal point. Raises ``RatesError`` for anything else."""
    if not NUMBER.fullmatch(text := text.strip()):
        raise RatesError(_("“%s” is no number for a rate.") % text[:40])
    number = Decimal(text)
    if not number:
        raise RatesError(_("A rate of zero cannot be."))
    return number
