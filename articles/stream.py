"""The stream: pages of articles by keyset, and the merge of timelines behind every filtered page.

A page of a filtered stream is the merge of the newest N of each chosen timeline, each read from the top of an
index: its cost depends on N and on how many timelines were chosen, not on the size of the archive
(``docs/stream.md``). Django cannot write this query for both databases, so it stands here in SQL once per database.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from articles.models import Article, Timeline

STREAM_SIZE = 20
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
CURSOR_FORMAT = re.compile(r"(?P<moment>[0-9]{1,17})-(?P<article>[0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, order=True)
class Cursor:
    """A position in the stream: just below one article. Written ``<microseconds since 1970>-<article id>``."""

    published_at: datetime.datetime
    article_id: int

    def __str__(self) -> str:
        return f"{(self.published_at - EPOCH) // MICROSECOND}-{self.article_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The position written in ``text``. Raises ``ValueError`` for anything that no page ever linked to."""
        match = CURSOR_FORMAT.fullmatch(text)
        if not match:
            raise ValueError("not a position in the stream")
        try:
            moment = EPOCH + int(match["moment"]) * MICROSECOND
        except OverflowError as error:
            raise ValueError("not a moment") from error
        return cls(moment, int(match["article"]))

    @classmethod
    def of(cls, article: Article) -> Cursor:
        return cls(article.published_at, article.pk)


def position_below(before: Cursor | None, now: datetime.datetime) -> Cursor:
    """Where a page begins: below ``before``, but never above the present moment."""
    present = Cursor(now + MICROSECOND, 0)
    return min(before, present) if before else present


@dataclass(frozen=True)
class StreamPage:
    """Cards in newest-first order; ``next_cursor`` is ``None`` on the last page."""

    articles: list[Article]
    next_cursor: Cursor | None

    @property
    def next_query(self) -> str:
        """The query string that goes on with all news below this page; empty on the last one."""
        return f"?before={self.next_cursor}" if self.next_cursor else ""

    @classmethod
    def cut(cls, rows: list[Article], size: int) -> StreamPage:
        """A page of at most ``size`` from rows that were read one too many."""
        more = len(rows) > size
        return cls(rows[:size], Cursor.of(rows[size - 1]) if more else None)


def merged_article_ids(
    timelines: Mapping[type[Timeline], Sequence[int]],
    *,
    using: str,
    position: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime,
    size: int,
) -> list[int]:
    """Ids of the newest ``size`` articles below ``position`` that stand on any of the chosen timelines.

    Each article once, newest first. Empty when nothing is chosen.
    """
    connection = connections[using]
    chosen = {model: sorted(set(ids)) for model, ids in timelines.items() if ids}
    if not chosen:
        return []
    params = _parameters(connection, position=position, since=since, now=now, size=size)
    if connection.vendor == "postgresql":
        parts = [_lateral_part(model, ids, params) for model, ids in chosen.items()]
    else:
        parts = [_index_scan(model, f"{int(pk)}", params) for model, ids in chosen.items() for pk in ids]
        parts = [f"SELECT * FROM ({part})" for part in parts]  # SQLite: LIMIT belongs to a sub-query of its own
    # DISTINCT: an article may stand on several of the timelines.
    sql = (
        f"SELECT DISTINCT published_at, article_id FROM ({' UNION ALL '.join(parts)}) AS merged"
        f" ORDER BY published_at DESC, article_id DESC LIMIT %(size)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [article_id for _, article_id in cursor.fetchall()]


def newest_of_each(
    model: type[Timeline], ids: Sequence[int], *, size: int, now: datetime.datetime
) -> dict[int, list[int]]:
    """For each of ``ids`` on ``model``'s timelines the newest ``size`` live article ids; empty lists where none are."""
    found: dict[int, list[int]] = {pk: [] for pk in ids}
    if not found:
        return found
    connection = connections[model.objects.db]
    params = _parameters(connection, position=position_below(None, now), since=None, now=now, size=size)
    parts = [
        f"SELECT {pk}, article_id, published_at FROM ({_index_scan(model, str(pk), params)}) AS newest"
        for pk in map(int, ids)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY published_at DESC, article_id DESC", params)
        for pk, article_id, _ in cursor.fetchall():
            found[pk].append(article_id)
    return found


def _parameters(connection, *, position: Cursor, since, now, size: int) -> dict:
    """What ``_index_scan`` refers to, as the database wants it."""
    moments = {"now": now, "at": position.published_at, "since": since}
    adapted = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in moments.items()}
    return adapted | {"id": position.article_id, "size": size}


def _index_scan(model: type[Timeline], owner: str, params: dict) -> str:
    """The newest rows of one timeline below the position; ``owner`` is an SQL expression for its id."""
    since = " AND published_at >= %(since)s" if params["since"] else ""
    return (
        f"SELECT article_id, published_at FROM {model._meta.db_table} WHERE {model.timeline_of} = {owner}"
        f" AND (published_at, article_id) < (%(at)s, %(id)s){since}"
        f" AND (withdraw_at IS NULL OR withdraw_at > %(now)s)"
        f" ORDER BY published_at DESC, article_id DESC LIMIT %(size)s"
    )


def _lateral_part(model: type[Timeline], ids: Sequence[int], params: dict) -> str:
    name = model.timeline_of
    params[name] = list(ids)
    return (
        f"SELECT newest.article_id, newest.published_at FROM unnest(%({name})s::bigint[]) AS chosen(id)"
        f" CROSS JOIN LATERAL ({_index_scan(model, 'chosen.id', params)}) AS newest"
    )
