"""Moments in templates by patterns that are taken apart once; Django does so for each moment that it writes."""

from __future__ import annotations

import datetime
from functools import lru_cache

from django.template.defaultfilters import date
from django.utils.dateformat import DateFormat, re_escaped, re_formatchars
from django.utils.formats import FORMAT_SETTINGS

FOR_MACHINES = "Y-m-d\\TH:i:sO"


def quick_date(moment, pattern: str | None = None) -> str:
    """What Django's filter ``date`` gives."""
    # Names of formats are left to Django, and so is all that is no moment with a zone.
    if type(moment) is not datetime.datetime or not moment.tzinfo or not pattern or pattern in FORMAT_SETTINGS:
        return date(moment, pattern)
    if pattern == FOR_MACHINES and moment.year > 999 and not moment.utcoffset().seconds % 60:
        return f"{moment:%Y-%m-%dT%H:%M:%S%z}"
    written = DateFormat(moment)
    return "".join([str(getattr(written, piece)()) if is_letter else piece for is_letter, piece in _pieces(pattern)])


quick_date.expects_localtime = True


@lru_cache(maxsize=100)
def _pieces(pattern: str) -> list[tuple[bool, str]]:
    """The letters of the pattern that stand for something, and what is printed as it is."""
    pieces = enumerate(re_formatchars.split(pattern))
    return [(bool(n % 2), piece if n % 2 else re_escaped.sub(r"\1", piece)) for n, piece in pieces]
