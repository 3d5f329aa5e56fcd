"""Path converters: what a part of an address may look like. Anything else is a 404 before a view sees it."""

import datetime

from django.urls import register_converter
from django.urls.converters import StringConverter


class Identifier:
    """The number of a row; its length is bounded so that every database can hold it."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class PageNumber(Identifier):
    regex = "[1-9][0-9]{0,3}"


class UnicodeSlug(StringConverter):
    """A slug whose letters may be of any script."""

    regex = r"[-\w]+"


class Year(Identifier):
    regex = "[0-9]{4}"

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(Identifier):
    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class Day:
    """A day as ``2026/11/23``; a day that is in no calendar matches nothing."""

    regex = "[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.datetime.strptime(value, "%Y/%m/%d").date()

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat().replace("-", "/")


class FeedFormat(StringConverter):
    regex = "rss|atom|json"


register_converter(Identifier, "id")
register_converter(PageNumber, "page_number")
register_converter(UnicodeSlug, "uslug")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(Day, "day")
register_converter(FeedFormat, "feed_format")
