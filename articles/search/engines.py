"""The index as the database keeps it: what differs between PostgreSQL and SQLite is behind this module."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from types import ModuleType

from django.db import DEFAULT_DB_ALIAS, connections

from articles.search import postgresql, sqlite
from articles.search.documents import Document
from articles.search.expressions import Expression
from articles.stream import Cursor, Row

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def engine_of(connection) -> ModuleType:
    return ENGINES[connection.vendor]


def store(documents: Iterable[Document], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put documents into the index; what it held of the same articles is replaced."""
    engine = engine_of(connections[using])
    with connections[using].cursor() as cursor:
        cursor.executemany(engine.STORE, [engine.stored(document) for document in documents])


def newest(
    expression: Expression,
    *,
    below: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime | None,
    most: int,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Row]:
    """The newest ``most`` published stories that match, below a position and not before ``since``.

    Without those that have ended at ``now``; ``None`` leaves them in.
    """
    connection = connections[using]
    moment = connection.ops.adapt_datetimefield_value
    conditions = ["(entry.published_at, entry.article_id) < (%s, %s)"]
    parameters = [moment(below.published_at), below.article_id]
    if now:
        conditions.append("(entry.withdraw_at IS NULL OR entry.withdraw_at > %s)")
        parameters.append(moment(now))
    if since:
        conditions.append("entry.published_at >= %s")
        parameters.append(moment(since))
    engine = engine_of(connection)
    sql = (
        f"{engine.NEWEST} AND {' AND '.join(conditions)}"  # noqa: S608 - nothing but our own words
        " ORDER BY entry.published_at DESC, entry.article_id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [engine.written(expression), *parameters, most])
        return cursor.fetchall()


def algorithms_in_use(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The stemmers of all languages that the site's stories are written in, read from the top of an index each."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE found(name) AS (SELECT min(algorithm) FROM articles_searchentry"
            " UNION ALL SELECT (SELECT min(algorithm) FROM articles_searchentry WHERE algorithm > found.name)"
            " FROM found WHERE found.name IS NOT NULL)"
            " SELECT name FROM found WHERE name IS NOT NULL"
        )
        return [name for (name,) in cursor.fetchall()]


def newest_numbers(expression: Expression, *, most: int, using: str = DEFAULT_DB_ALIAS) -> list[int]:
    """The ids of the ``most`` matching articles with the highest ids, whatever their status."""
    engine = engine_of(connections[using])
    with connections[using].cursor() as cursor:
        cursor.execute(engine.HIGHEST, [engine.written(expression), most])
        return [article_id for (article_id,) in cursor.fetchall()]


def matching(expression: Expression, article_ids: Collection[int], *, using: str = DEFAULT_DB_ALIAS) -> set[int]:
    """Which of the articles match."""
    if not article_ids:
        return set()
    engine = engine_of(connections[using])
    with connections[using].cursor() as cursor:
        cursor.execute(engine.AMONG, [engine.written(expression), engine.listed(article_ids)])
        return {article_id for (article_id,) in cursor.fetchall()}


def ranks(expression: Expression, article_ids: Collection[int], *, using: str = DEFAULT_DB_ALIAS) -> dict[int, float]:
    """How much each of the articles has to do with the expression; the numbers compare within one answer."""
    if not article_ids:
        return {}
    connection = connections[using]
    with connection.cursor() as cursor:
        return dict(engine_of(connection).ranks(cursor, expression, article_ids))
