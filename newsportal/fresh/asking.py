"""What of a request decides which page it gets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.http import parse_cookie

from articles.caching import PARAMETERS
from newsportal.zones import COOKIE, zone_names

MOST_FIELDS = 1_000  # as Django has it


@dataclass(frozen=True)
class Asked:
    """The address, with what pages know of its query string, and the reader's zone ("": the site's own).

    No other cookie or header changes a page that readers share.
    """

    path: str
    query: str
    zone: str

    @classmethod
    def of(cls, environ: dict) -> Asked:
        query, cookies, zone = environ["QUERY_STRING"], environ.get("HTTP_COOKIE", ""), ""
        if f"{COOKIE}=" in cookies and (name := parse_cookie(cookies).get(COOKIE)) in zone_names():
            zone = name
        return cls(environ["PATH_INFO"], canonical(query) if query else "", zone)


def door_of(environ: dict) -> tuple:
    """The host and the scheme a request names, as far as Django looks at them."""
    return environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_PROTO"), environ["wsgi.url_scheme"]


@lru_cache(maxsize=4096)
def canonical(query: str) -> str:
    """``query`` with nothing but the parameters that pages know, in one order; what cannot be read stays as it is."""
    try:
        found = parse_qsl(
            query.encode("latin-1").decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return query
    return urlencode(sorted({pair for pair in found if pair[0] in PARAMETERS}))
