"""What readers look for, kept for the newsroom without a trace of who they are.

A row is a day, the words, how often they were looked for on it and how much there was. No client, no time of the day;
and what looks as if it were about a person (addresses, long numbers, whole sentences) is not kept at all.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connections, router, transaction
from django.utils import timezone

from articles.models import SearchedQuery
from articles.models.searches import LONGEST_KEPT
from articles.search.query import Query
from articles.words import fold

logger = logging.getLogger(__name__)

KEPT_FOR = datetime.timedelta(days=90)
# Different ones on one day; those that come later are not kept, so that nobody can fill the database by searching.
MOST_A_DAY = 5_000
PATIENCE = 50  # milliseconds for which a search waits until it may write
# An address; or seven digits and more, however they are grouped: telephone numbers, cards, accounts.
PERSONAL = re.compile(r"@|\d(?:[\s().+/-]*\d){6,}")

REMEMBER = """INSERT INTO articles_searchedquery (day, query, times, found)
    SELECT %s, %s, 1, %s
    WHERE EXISTS (SELECT 1 FROM articles_searchedquery WHERE day = %s AND query = %s)
        OR (SELECT COUNT(*) FROM (SELECT 1 FROM articles_searchedquery WHERE day = %s LIMIT %s) AS kept) < %s
    ON CONFLICT (day, query)
        DO UPDATE SET times = articles_searchedquery.times + 1, found = excluded.found"""


def remember(query: Query, count: int) -> None:
    """Count a search that found ``count`` stories. Whatever goes wrong is logged, and the search goes on."""
    words = kept_form(query)
    if words is None:
        return
    using = router.db_for_write(SearchedQuery)
    day = connections[using].ops.adapt_datefield_value(timezone.localdate())
    try:
        with _impatient(using), connections[using].cursor() as cursor:
            cursor.execute(REMEMBER, [day, words, count, day, words, day, MOST_A_DAY, MOST_A_DAY])
    except Error as problem:
        logger.warning("A search was not counted: %s", problem)


def kept_form(query: Query) -> str | None:
    """The query as it is kept; ``None`` when it looks for nothing, or is none of our business."""
    words = fold(query.written).encode(errors="ignore").decode()
    if not query or len(words) > LONGEST_KEPT or PERSONAL.search(words):
        return None
    return words


def forget_old_searches() -> int:
    """Delete what has been kept for long enough; returns how many rows there were."""
    deleted, _ = SearchedQuery.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()
    return deleted


@contextmanager
def _impatient(using: str) -> Iterator[None]:
    """A transaction that gives up after ``PATIENCE`` when somebody else holds what it needs."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}ms"])
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        with transaction.atomic(using=using):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
