"""Rates for the tests of this folder, and the publishers' files beside them."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

from newsportal.currency.publishers import Publisher
from newsportal.currency.reading import read_rates
from newsportal.currency.receiving import receive
from newsportal.currency.records import RateRecord, rate_file

SAMPLES = Path(__file__).parent / "samples"
TODAY = datetime.date(2026, 10, 30)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def zipped(body: bytes, name: str = "eurofxref-hist.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def euro_rates(*rows: tuple[str, str, str]):
    """A file of the European Central Bank: currency, day, and what 1 euro was worth."""
    records = (RateRecord(currency, day(date), Decimal(rate), Decimal(1)) for currency, date, rate in rows)
    return rate_file(Publisher.ECB, records, is_list=False)


def rouble_rates(*rows: tuple[str, str, str, str]):
    """A file of the Bank of Russia: currency, day, nominal, and what that cost."""
    records = (RateRecord(currency, day(date), Decimal(n), Decimal(price)) for currency, date, n, price in rows)
    return rate_file(Publisher.CBR, records, is_list=False)


def store(file, today: datetime.date = TODAY):
    return receive(file, today=today)


def store_sample(name: str, today: datetime.date = TODAY):
    return store(read_rates(sample(name), codes={}), today)
