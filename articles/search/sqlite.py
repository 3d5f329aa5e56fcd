"""The index on SQLite: full-text tables of FTS5 (https://www.sqlite.org/fts5.html).

Its tokenizer only has to cut at spaces: documents and queries arrive as tokens, in which everything but the marks and
ASCII letters and digits is no ASCII character.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Collection, Iterable, Iterator

from django.utils.timezone import make_naive

from articles.search.documents import Document
from articles.search.expressions import AllOf, AnyOf, Expression, Phrase, Without

STORE = """INSERT OR REPLACE INTO articles_searchtext
    (rowid, published_at, withdraw_at, facts, headline, lead, names, body) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
MATCHED = "SELECT rowid FROM articles_searchtext WHERE articles_searchtext MATCH %s"
NEWEST = """SELECT text.published_at, text.rowid, text.facts, NULL, true FROM articles_searchtext AS text
    WHERE articles_searchtext MATCH %s"""
# Nothing when more match than are looked at.
NEWEST_OF_FEW = """WITH text AS (SELECT published_at, withdraw_at, rowid, facts FROM articles_searchtext
        WHERE articles_searchtext MATCH %s LIMIT %s)
    SELECT text.published_at, text.rowid, text.facts, NULL, true FROM text WHERE (SELECT count(*) FROM text) < %s"""
HIGHEST = f"{MATCHED} AND rowid < %s ORDER BY rowid DESC LIMIT %s"
# The plus keeps FTS5 from looking for every number by itself.
NUMBERS = "SELECT value FROM json_each(%s)"
AMONG = f"{MATCHED} AND +rowid IN ({NUMBERS})"  # noqa: S608
FACTS = f"SELECT facts FROM articles_searchtext WHERE rowid IN ({NUMBERS})"  # noqa: S608
TEXTS = f"""SELECT rowid, headline, lead, names, body FROM articles_searchtext
    WHERE rowid IN ({NUMBERS})"""  # noqa: S608
# How much a word counts in the headline, the lead, the names and the body.
WEIGHTS = (10.0, 4.0, 3.0, 1.0)


def stored(document: Document) -> tuple:
    """The parameters of ``STORE``."""
    moments = map(_moment, (document.published_at, document.withdraw_at))
    parts = (document.facts, document.headline, document.lead, document.names, document.body)
    return (document.article_id, *moments, *parts)


def _moment(moment: datetime.datetime | None) -> str | None:
    # As Django writes it into columns of its own, which compare as texts do.
    return moment and str(make_naive(moment, datetime.UTC))


def asked(expression: Expression) -> str:
    """The expression as the parameter of ``MATCHED``."""
    return written(expression)


def judged(newest: str, expression: Expression, spoken: Expression | None, ranked: int) -> tuple[str, list]:
    """The question as it is: what the index hands over matches, and ``ranks`` must be asked by themselves."""
    return newest, []


def counts_soon(expression: Expression) -> bool:
    """Unless it is a phrase, which is looked for in all that has its words."""
    match expression:
        case Phrase(tokens):
            return len(tokens) == 1
        case AllOf(parts) | AnyOf(parts):
            return all(map(counts_soon, parts))
    return counts_soon(expression.wanted)


def index_tells(expression: Expression) -> bool:
    return True


def holding(cursor, expression: Expression, article_ids: Collection[int]) -> Collection[int]:
    """All of the articles: what the index hands over matches."""
    return article_ids


def ranks(cursor, expression: Expression, article_ids: Collection[int]) -> Iterator[tuple[int, float]]:
    """What each article has to do with the expression, from the texts themselves.

    FTS5 has a rank of its own (bm25), which reads all matches of every word before it ranks the first.
    """
    words = expression.parts if isinstance(expression, AnyOf) else (expression,)
    cursor.execute(TEXTS, [listed(article_ids)])
    for article_id, *parts in cursor.fetchall():
        length = 1 + math.log(1 + sum(map(len, parts)))
        # A word said twice tells more than once, but not twice as much.
        scores = (
            weight * count / (count + 1)
            for word in words
            for weight, part in zip(WEIGHTS, parts, strict=True)
            if (count := word.count(part))
        )
        yield article_id, sum(scores) / length


def listed(article_ids: Collection[int]) -> str:
    """Numbers as a parameter."""
    return json.dumps(list(article_ids))


def load(cursor, rows: Iterable[tuple]) -> None:
    """Store rows of ``stored`` in an empty index."""
    cursor.executemany(STORE, rows)


def written(expression: Expression) -> str:
    """The expression in the query language of FTS5."""
    match expression:
        case Phrase(tokens, is_prefix):
            return f'"{" ".join(tokens)}"{" *" if is_prefix else ""}'
        case AllOf(parts):
            return f"({' AND '.join(map(written, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(written, parts))})"
        case Without(wanted, unwanted):
            return f"({written(wanted)} NOT {written(unwanted)})"
    raise TypeError(expression)
