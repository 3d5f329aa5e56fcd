"""The index as the database keeps it: what differs between PostgreSQL and SQLite is behind this module."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from types import ModuleType
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

from articles.search import postgresql, sqlite
from articles.search.documents import Document
from articles.search.expressions import Expression
from articles.stream import Cursor, Row, cursor_of
from topics.prepared import preparing_cursor

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
HIGHEST_NUMBER = 2**63 - 1
SPARE = 16  # of so many of the index's matches one may be none


class Match(NamedTuple):
    """A story that matches: its position (see ``Row``), the tokens of what it is filed under, and its rank.

    ``rank`` is ``None`` where it must be asked for (``ranks``). ``holds`` is ``None`` where the index tells all.
    """

    published_at: str
    article_id: int
    facts: str
    rank: float | None = None
    holds: bool | None = None

    @property
    def row(self) -> Row:
        return self[:2]


def engine_of(connection) -> ModuleType:
    return ENGINES[connection.vendor]


def store(documents: Iterable[Document], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Put documents into the index; what it held of the same articles is replaced."""
    engine = engine_of(connections[using])
    with connections[using].cursor() as cursor:
        cursor.executemany(engine.STORE, [engine.stored(document) for document in documents])


def few(expression: Expression, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Of how many matches, wherever they lie, the newest cost little to find (``of_few``); 0 if counting costs much."""
    return engine_of(connections[using]).few(expression)


def newest(
    expression: Expression,
    *,
    below: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime | None,
    most: int,
    of_few: int | None = None,
    spoken: Expression | None = None,
    ranked: int = 0,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Match]:
    """The newest ``most`` published stories that match, below a position and not before ``since``.

    Without those that have ended at ``now``; ``None`` leaves them in. Nothing when more than ``of_few`` match, wherever
    they lie. The first ``ranked`` may come with what they have to do with ``spoken``.
    """
    engine = engine_of(connections[using])
    is_sure, found = engine.index_tells(expression), []
    with preparing_cursor(connections[using]) as cursor:
        while wanted := most - len(found):
            # Of what the index takes for a match a few are none: it need not be asked again for as many.
            size, first = (count if is_sure else count + count // SPARE + 1 for count in (wanted, ranked - len(found)))
            newest, parameters = _newest_in_index(cursor, expression, below, since, now, most=size, of_few=of_few)
            sql, judging = engine.judged(newest, expression, spoken, first)
            cursor.execute(sql, [*judging, *parameters])
            rows = list(map(Match._make, cursor.fetchall()))
            matches = rows if is_sure else [match for match in rows if match.holds]
            found += matches[:wanted]
            if is_sure or len(rows) < size:
                break
            below = cursor_of(rows[-1].row)
    return found


def _newest_in_index(
    cursor,
    expression: Expression,
    below: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime | None,
    *,
    most: int,
    of_few: int | None,
) -> tuple[str, list]:
    """The question for what the index takes for a match, and its parameters."""
    engine, moment = engine_of(cursor.db), cursor.db.ops.adapt_datetimefield_value
    conditions = ["(text.published_at, text.rowid) < (%s, %s)"]
    parameters = [moment(below.published_at), below.article_id]
    if now:
        conditions.append("(text.withdraw_at IS NULL OR text.withdraw_at > %s)")
        parameters.append(moment(now))
    if since:
        conditions.append("text.published_at >= %s")
        parameters.append(moment(since))
    matched = [engine.asked(expression), *([] if of_few is None else [of_few + 1] * 2)]
    sql = (
        f"{engine.NEWEST if of_few is None else engine.NEWEST_OF_FEW} AND {' AND '.join(conditions)}"
        " ORDER BY text.published_at DESC, text.rowid DESC LIMIT %s"
    )
    return sql, [*matched, *parameters, most]


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
    found: list[int] = []
    below = HIGHEST_NUMBER
    with connections[using].cursor() as cursor:
        while wanted := most - len(found):
            cursor.execute(engine.HIGHEST, [engine.asked(expression), below, wanted])
            likely = [article_id for (article_id,) in cursor.fetchall()]
            sure = engine.holding(cursor, expression, likely)
            found += [article_id for article_id in likely if article_id in sure]
            if len(likely) < wanted:
                break
            below = likely[-1]
    return found


def facts_of(article_ids: Collection[int], *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The tokens of what each of the articles is filed under; see ``Match``."""
    engine = engine_of(connections[using])
    with connections[using].cursor() as cursor:
        cursor.execute(engine.FACTS, [engine.listed(article_ids)])
        return [facts for (facts,) in cursor.fetchall()]


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
