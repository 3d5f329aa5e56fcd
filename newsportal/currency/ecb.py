"""Files of the European Central Bank: how many units of each currency 1 euro was worth.

https://www.ecb.europa.eu/stats/eurofxref/ has the same figures in two forms: XML for the day, the last 90 days and the
whole history, and CSV, in a ZIP, for the day and the whole history. A currency that is not quoted on a day is missing,
or stands there as ``N/A``.
"""

from __future__ import annotations

import csv
import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from newsportal.currency.publishers import Publisher
from newsportal.currency.records import RateFile, RateRecord, RatesError, rate_file, read_code, read_number

ROOT = "gesmes:Envelope"
NOT_QUOTED = {"", "N/A"}
# What zipfile raises for archives that are damaged, or meant to do damage.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
LARGEST_TABLE = 30_000_000  # bytes; the whole history has two million
# Python's own names of months follow the machine's language, the file's are always English.
MONTHS = "January February March April May June July August September October November December".split()
ONE_EURO = Decimal(1)


def read_xml(root: Element) -> RateFile:
    """Raises ``RatesError``."""
    return rate_file(Publisher.ECB, _records_of_xml(root))


def _records_of_xml(root: Element) -> Iterator[RateRecord]:
    for day in root.iterfind("Cube/Cube"):
        date = _iso_date(day.get("time", ""))
        for cube in day.iterfind("Cube"):
            yield RateRecord(read_code(cube.get("currency", "")), date, read_number(cube.get("rate", "")), ONE_EURO)


def read_csv(body: bytes) -> RateFile:
    """A table with a column for each currency and a row for each day. Raises ``RatesError``."""
    try:
        text = body.decode("utf-8-sig")
        return rate_file(Publisher.ECB, _records_of_rows(csv.reader(io.StringIO(text), strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RatesError(_("The file is not whole (%(reason)s).") % {"reason": error}) from error


def _records_of_rows(rows: Iterator[list[str]]) -> Iterator[RateRecord]:
    head = [cell.strip() for cell in next(rows, [])]
    if not head or head[0] != "Date":
        raise RatesError(_("This is no table of rates: its first column is not “Date”."))
    # Every line ends with a comma, so the last column has neither a name nor a value.
    currencies = [cell and read_code(cell) for cell in head[1:]]
    for row in rows:
        if not row:
            continue
        if len(row) != len(head):
            raise RatesError(_("The file is not whole (%(reason)s).") % {"reason": ",".join(row)[:40]})
        date = _any_date(row[0].strip())
        for currency, cell in zip(currencies, row[1:], strict=True):
            if currency and (cell := cell.strip()) not in NOT_QUOTED:
                yield RateRecord(currency, date, read_number(cell), ONE_EURO)


def read_zip(body: bytes) -> RateFile:
    """The one table in a ZIP. Raises ``RatesError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            tables = [part for part in archive.infolist() if part.filename.endswith(".csv")]
            if len(tables) != 1 or tables[0].compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise RatesError(_("The archive must hold one table; it holds %s.") % len(tables))
            with archive.open(tables[0]) as table:
                text = table.read(LARGEST_TABLE + 1)
    except DAMAGED as error:
        raise RatesError(_("The file is not whole (%(reason)s).") % {"reason": error}) from error
    if len(text) > LARGEST_TABLE:
        raise RatesError(_("The table in the archive is longer than any history of rates."))
    return read_csv(text)


def _iso_date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise RatesError(_("“%s” is no date.") % text[:40]) from None


def _any_date(text: str) -> datetime.date:
    """ISO in the history, "30 October 2026" in the file of the day."""
    day, _space, rest = text.partition(" ")
    month, _space, year = rest.partition(" ")
    if month not in MONTHS:
        return _iso_date(text)
    try:
        return datetime.date(int(year), MONTHS.index(month) + 1, int(day))
    except (ValueError, OverflowError):
        raise RatesError(_("“%s” is no date.") % text[:40]) from None
