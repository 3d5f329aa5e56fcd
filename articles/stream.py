"""The stream: pages of articles by keyset, and the merge of timelines behind every filtered page.

A page of a filtered stream is the merge of the newest N of each chosen timeline, each read from the top of an
index: its cost depends on N and on how many timelines were chosen, not on the size of the archive
(``docs/stream.md``). Django cannot write this query for both databases, so it stands here in SQL once per database.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import BooleanField, Func

from topics.prepared import Rows, as_array, preparing_cursor

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


class Below(Func):
    """The condition that an article stands below a position, as a comparison of rows.

    Of a bound that comes with the question PostgreSQL guesses that a third of all rows are within: with two or three of
    them it would rather plan anew each time than keep a plan.
    """

    output_field = BooleanField()
    arg_joiner = ", "
    template = "(%(expressions)s) < (%%s, %%s)"

    def __init__(self, position: Cursor):
        super().__init__("published_at", "pk")
        self._position = position

    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection, **extra)
        moment = connection.ops.adapt_datetimefield_value(self._position.published_at)
        return sql, [*params, moment, self._position.article_id]


def position_below(before: Cursor | None, now: datetime.datetime) -> Cursor:
    """Where a page begins: below ``before``, but never above the present moment."""
    present = Cursor(now + MICROSECOND, 0)
    return min(before, present) if before else present


@dataclass(frozen=True)
class StreamPage:
    """Cards in newest-first order; ``next_cursor`` is ``None`` on the last page."""

    articles: Sequence[Article]
    next_cursor: Cursor | None

    @property
    def newest(self) -> Cursor | None:
        """The position of the first card; ``None`` on an empty page."""
        return Cursor.of(*self.articles[:1]) if self.articles else None

    @property
    def next_query(self) -> str:
        """The query string that goes on with all news below this page; empty on the last one."""
        return f"?before={self.next_cursor}" if self.next_cursor else ""

    @classmethod
    def cut(cls, rows: Rows, size: int) -> StreamPage:
        """A page of at most ``size`` from rows that were read one too many."""
        more = len(rows) > size
        return cls(rows[:size], Cursor.of(*rows[size - 1 : size]) if more else None)


Timelines = Mapping[type["Timeline"], Collection[int]]
# A row of a timeline: when it was published, as the database writes it or as a datetime, and the article's id. Rows of
# one question compare as their articles stand in the stream (both databases write moments in UTC).
Row = tuple[str | datetime.datetime, int]
Filing = tuple[type["Timeline"], int, int]


def cursor_of(row: Row) -> Cursor:
    moment, article_id = row
    if isinstance(moment, str):
        moment = datetime.datetime.fromisoformat(moment)
        if moment.tzinfo is None:  # SQLite writes moments in UTC and without a zone
            moment = moment.replace(tzinfo=datetime.UTC)
    return Cursor(moment, article_id)


def newest_of_each(
    model: type[Timeline], ids: Collection[int], *, size: int, now: datetime.datetime
) -> dict[int, list[int]]:
    """For each of ``ids`` on ``model``'s timelines the newest ``size`` live article ids; empty lists where none are."""
    position = position_below(None, now)
    newest = newest_rows({model: ids}, using=model.objects.db, position=position, since=None, now=now, each=size)
    return {pk: [article_id for _, article_id in newest.get((model, pk), [])] for pk in ids}


def filed_under(timelines: Timelines, article_ids: Collection[int], *, using: str) -> Iterator[Filing]:
    """Which of the articles stand on which of the timelines: (timeline model, its owner's id, the article's id)."""
    if not article_ids:
        return
    for model, owners in timelines.items():
        if owners:
            sql = (
                f"SELECT filed.{model.timeline_of}, filed.article_id"
                f" FROM {_listed('articles', using)} CROSS JOIN {_filed_below(model, 'articles', 'owners', using)}"
            )
            for owner, article_id in _fetch(sql, {"articles": article_ids, "owners": owners}, using=using):
                yield model, owner, article_id


def filed_under_none(timelines: Timelines, article_ids: Collection[int], *, using: str) -> set[int]:
    """Which of the articles stand on none of the timelines."""
    asked = {model: ids for model, ids in timelines.items() if ids}
    if not asked or not article_ids:
        return set(article_ids)
    tests, params = [], {"articles": article_ids}
    for number, (model, owners) in enumerate(asked.items()):
        params[f"owners{number}"] = owners
        tests.append(f"NOT EXISTS (SELECT 1 FROM {_filed_below(model, 'articles', f'owners{number}', using)})")
    sql = f"SELECT articles.value FROM {_listed('articles', using)} WHERE {' AND '.join(tests)}"
    return {article_id for (article_id,) in _fetch(sql, params, using=using)}


def newest_rows(
    timelines: Timelines,
    *,
    using: str,
    position: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime,
    each: int,
) -> dict[tuple[type[Timeline], int], list[Row]]:
    """The newest ``each`` rows of every timeline that has any, newest first, by its model and its owner.

    One statement, which reads nothing but the tops of indexes. Each owner's rows are gathered in one text. SQLite needs
    that, because it has no LATERAL, and would spend most of its time on understanding a UNION of one SELECT for each
    owner; and from PostgreSQL fifty texts are sooner here than a thousand rows.
    """
    connection = connections[using]
    moments = {"now": now, "at": position.published_at, "since": since}
    params = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in moments.items()}
    params |= {"id": position.article_id, "each": each}
    gather, as_text = ("string_agg", "::text") if connection.vendor == "postgresql" else ("group_concat", "")
    asked = [model for model, owners in timelines.items() if owners]
    parts = []
    for number, model in enumerate(asked):
        owners = f"owners{number}"
        params[owners] = set(timelines[model])
        newest = (
            f"SELECT published_at, article_id FROM {model._meta.db_table} WHERE {model.timeline_of} = {owners}.value"
            f" AND (published_at, article_id) < (%(at)s, %(id)s){' AND published_at >= %(since)s' if since else ''}"
            f" AND (withdraw_at IS NULL OR withdraw_at > %(now)s)"
            f" ORDER BY published_at DESC, article_id DESC LIMIT %(each)s"
        )
        gathered = f"SELECT {gather}(published_at{as_text} || ' ' || article_id, ',') FROM ({newest}) AS newest"
        parts.append(f"SELECT {number}, {owners}.value, ({gathered}) FROM {_listed(owners, using)}")
    found: dict[tuple[type[Timeline], int], list[Row]] = {}
    for number, owner, text in _fetch(" UNION ALL ".join(parts), params, using=using) if parts else ():
        rows = (row.rsplit(" ", 1) for row in text.split(",")) if text else ()
        found[asked[number], owner] = [(moment, int(article_id)) for moment, article_id in rows]
    for rows in found.values():
        rows.sort(reverse=True)  # a text is gathered in any order
    return {timeline: rows for timeline, rows in found.items() if rows}


def _filed_below(model: type[Timeline], articles: str, owners: str, using: str) -> str:
    # The "+ 0" keeps the database from walking down whole timelines: an article has few rows, a topic has many.
    is_postgresql = connections[using].vendor == "postgresql"
    among = f"= ANY(%({owners})s::bigint[])" if is_postgresql else f"IN (SELECT value FROM {_listed(owners, using)})"
    return (
        f"{model._meta.db_table} AS filed WHERE filed.article_id = {articles}.value"
        f" AND filed.{model.timeline_of} + 0 {among}"
    )


def _listed(name: str, using: str) -> str:
    """The ids given as the parameter ``name``, as a table of that name with the column ``value``."""
    if connections[using].vendor == "postgresql":
        return f"unnest(%({name})s::bigint[]) AS {name}(value)"
    return f"json_each(%({name})s) AS {name}"


def _fetch(sql: str, params: Mapping[str, Any], *, using: str) -> list[tuple]:
    connection = connections[using]
    params = {name: as_array(value, connection) if _is_ids(value) else value for name, value in params.items()}
    with preparing_cursor(connection) as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _is_ids(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)
