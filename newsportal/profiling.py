"""Where the time of a page goes that is made anew, by what Python was busy with."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from io import BytesIO

from newsportal.fresh.application import FreshPages
from newsportal.fresh.pages import Answer
from newsportal.serving import HOST

# The first one that stands in the name of a file says what its functions are about.
SUBJECTS = {
    "psycopg": "waiting for the database, and its driver",
    "sqlite": "waiting for the database, and its driver",
    "django/db/models/sql": "writing SQL",
    "django/db": "making objects of rows",
    "topics/prepared": "making objects of rows",
    "newsportal/rendered": "looking for what was rendered before",
    "templatetags/remembering": "looking for what was rendered before",
    "django/template": "rendering",
    "newsportal/quick/": "rendering",
    "django/utils": "texts, dates and numbers",
    "templatetags": "rendering",
    "isal": "compressing",
    "gzip": "compressing",
    "zlib": "compressing",
    "django/core": "the request and its middleware",
    "middleware": "the request and its middleware",
    "csp": "the request and its middleware",
    "newsportal/fresh": "keeping and sending the page",
    "articles": "our own views and questions",
    "newsportal": "our own views and questions",
    "topics": "our own views and questions",
}
OTHER = "other"


def profile_page(pages: FreshPages, address: str, *, rounds: int) -> tuple[pstats.Stats, Counter[str]]:
    """Profile ``address``, made anew ``rounds`` times; the seconds of each subject, all rounds together.

    Raises ``ValueError`` when the page is none that readers get.
    """
    for _ in range(3):  # what all pages share, and what Python loads the first time
        _ask(pages, address)
    profile = cProfile.Profile()
    for _ in range(rounds):
        profile.runcall(_ask, pages, address)
    stats = pstats.Stats(profile)
    seconds: Counter[str] = Counter()
    for (file, _line, name), (_calls, _all, own, _whole, callers) in stats.stats.items():
        if file != "~":
            seconds[_subject(file)] += own
            continue
        for (calling_file, *_), (*_counts, own_there, _whole_there) in callers.items():
            seconds[_subject(name if "sqlite" in name or "psycopg" in name else calling_file)] += own_there
    return stats, seconds


def _subject(file: str) -> str:
    return next((subject for part, subject in SUBJECTS.items() if part in file), OTHER)


def _ask(pages: FreshPages, address: str) -> None:
    path, _, query = address.partition("?")
    answer = Answer()
    environ = {
        **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "HTTP_HOST": HOST},
        **{"SERVER_NAME": HOST, "SERVER_PORT": "80", "REMOTE_ADDR": HOST, "HTTP_ACCEPT_ENCODING": "gzip"},
        **{"wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO()},
    }
    b"".join(pages(environ, answer))
    if not answer.is_page:
        raise ValueError(f"{address} answered {answer.status}.")
