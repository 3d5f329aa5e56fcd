"""Moments in templates by patterns that are taken apart once; Django does so for each moment that it writes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache

from django.template.defaultfilters import date
from django.utils.dateformat import DateFormat, re_escaped, re_formatchars
from django.utils.dates import MONTHS
from django.utils.formats import FORMAT_SETTINGS

FOR_MACHINES = "Y-m-d\\TH:i:sO"
Writer = Callable[[datetime.datetime], str]
# The letters that pages use most; all others are left to Django.
WRITERS: dict[str, Writer] = {
    "c": datetime.datetime.isoformat,
    "Y": lambda moment: f"{moment.year:04}",
    "m": lambda moment: f"{moment.month:02}",
    "d": lambda moment: f"{moment.day:02}",
    "j": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02}",
    "i": lambda moment: f"{moment.minute:02}",
}


def quick_date(moment, pattern: str | None = None) -> str:
    """What Django's filter ``date`` gives."""
    # Names of formats are left to Django, and so is all that is no moment with a zone.
    if type(moment) is not datetime.datetime or not moment.tzinfo or not pattern or pattern in FORMAT_SETTINGS:
        return date(moment, pattern)
    if pattern == FOR_MACHINES and moment.year > 999 and not moment.utcoffset().seconds % 60:
        return f"{moment:%Y-%m-%dT%H:%M:%S%z}"
    return "".join([piece if type(piece) is str else piece(moment) for piece in _pieces(pattern)])


quick_date.expects_localtime = True


@lru_cache(maxsize=100)
def _pieces(pattern: str) -> list[Writer | str]:
    """What the letters of the pattern stand for, and what is printed as it is."""
    pieces = enumerate(re_formatchars.split(pattern))
    return [_writer(piece) if n % 2 else re_escaped.sub(r"\1", piece) for n, piece in pieces]


def _writer(letter: str) -> Writer:
    if letter == "F":
        names = [str(MONTHS[number]) for number in range(1, 13)]  # a site has one language
        return lambda moment: names[moment.month - 1]
    return WRITERS.get(letter) or (lambda moment: str(getattr(DateFormat(moment), letter)()))
