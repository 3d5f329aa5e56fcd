"""Whole pages through the test client: how many queries each asks, and what it takes with nothing cached."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.archive.planning import ARCHIVE_END
from articles.models import Article, Author, Status
from articles.stream import Cursor
from newsportal.bench.archives import BenchDatabase
from newsportal.bench.streams import COMMON, HALF_WAY, RARE, topic_pools
from newsportal.bench.tables import Timings, ms, table, times
from topics.kept import forget_everything
from topics.lifetimes import forget_announced
from topics.models import Topic

ARTICLE = "article"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d(:\d\d)?)?")


def addresses() -> dict[str, str]:
    """A page of each kind in the default database, by name."""
    pools = topic_pools("default")
    common, rare = (Topic.objects.get(pk=pools[kind][-1]) for kind in (COMMON, RARE))
    chosen = "&".join(f"topic={topic.slug}" for topic in Topic.objects.filter(pk__in=pools[COMMON][:5]))
    news, deep = reverse("news"), Cursor(HALF_WAY, 0)
    return {
        ARTICLE: _laden_articles()[0].get_absolute_url(),
        "home": reverse("home"),
        "all news": news,
        "all news, half-way down": f"{news}?before={deep}",
        "5 topics": f"{news}?{chosen}",
        "5 topics, half-way down": f"{news}?{chosen}&before={deep}",
        "next part of the stream": f"{reverse('news_part')}?before={deep}",
        "common topic": common.get_absolute_url(),
        "rare topic": rare.get_absolute_url(),
        "author": reverse("author", args=[Author.objects.get(pk=1).slug]),
        "day": reverse("day", args=[HALF_WAY.date()]),
        "topics": reverse("topics"),
        "RSS of all news": reverse("news_feed", args=["rss"]),
    }


def _laden_articles() -> list[Article]:
    """Two old articles of different sections that have all an archive's article can have: related ones, links, tags."""
    found = (
        Article.objects.filter(pk__in=range(100, 9_000, 20), status=Status.PUBLISHED, withdraw_at=None)
        .filter(
            related__isnull=False, outside_links__isnull=False, tag_rows__isnull=False, published_at__lt=ARCHIVE_END
        )
        .distinct()
        .order_by("pk")
    )
    first = found.first()
    return [first, found.exclude(section=first.section).first()]


def forget_all() -> None:
    """Nothing is kept any more: neither in caches nor in this process."""
    for cache in caches.all():
        cache.clear()
    forget_everything()
    forget_announced()


def queries_of(address: str) -> list[str]:
    """What the page at ``address`` asks the database when nothing is cached."""
    forget_all()
    with CaptureQueriesContext(connection) as captured:
        response = _client().get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}.")
    return [query["sql"] for query in captured.captured_queries]


def queries_when_warm(address: str) -> int:
    """How many queries the page at ``address`` asks while what all pages share is kept and nothing else is.

    The first of them looks for changes; on a server, something cheaper than a query has done so.
    """
    queries_of(address)
    with CaptureQueriesContext(connection) as captured:
        _client().get(address)
    return len(captured)


def _client() -> Client:
    return Client(SERVER_NAME="127.0.0.1")


def own_queries(one: list[str], other: list[str]) -> list[str]:
    """The queries of ``one`` that ``other``, a page of the same kind about something else, does not ask as well.

    The others belong to the parts that all pages share. Moments are not compared: "now" differs.
    """
    shared = Counter(MOMENT.sub("moment", sql) for sql in other)
    own = []
    for sql in one:
        masked = MOMENT.sub("moment", sql)
        if shared[masked]:
            shared[masked] -= 1
        else:
            own.append(sql)
    return own


def count_queries(database: BenchDatabase) -> tuple[dict[str, int], int]:
    """The queries of each page by its name, and how many of the article page's are its own."""
    with database.as_default():
        counts = {name: len(queries_of(address)) for name, address in addresses().items()}
        one, other = (queries_of(article.get_absolute_url()) for article in _laden_articles())
        return counts, len(own_queries(one, other))


def measure_pages(
    small: BenchDatabase, large: BenchDatabase, *, rounds: int, advance: Callable[[int], None]
) -> dict[tuple[str, str], Timings]:
    """Time every page, made anew each time, in both archives, turn by turn."""
    client = _client()

    def get(database: BenchDatabase, address: str) -> float:
        with database.as_default():
            forget_all()
            began = time.perf_counter()
            client.get(address)
            return time.perf_counter() - began

    places = {}
    for database in (small, large):
        with database.as_default():
            places[database] = addresses()
        for address in places[database].values():
            get(database, address)
    measured: dict[tuple[str, str], Timings] = defaultdict(Timings)
    for turn in range(rounds):
        for name in places[small]:
            for database in (small, large) if turn % 2 else (large, small):
                measured[name, database.alias].add(get(database, places[database][name]))
        advance(1)
    return measured


def pages_table(counts: dict[str, int], measured, small: BenchDatabase, large: BenchDatabase, sizes: list[str]) -> str:
    rows = []
    for name, queries in counts.items():
        at_small, at_large = measured[name, small.alias], measured[name, large.alias]
        rows.append(
            [name, str(queries), ms(at_small.median_ms), ms(at_large.median_ms), times(at_large.ratio_to(at_small))]
        )
    return table(["page", "queries", *sizes, "ratio"], rows)
