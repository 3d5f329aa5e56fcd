"""The index on SQLite: full-text tables of FTS5 (https://www.sqlite.org/fts5.html).

Its tokenizer only has to cut at spaces: documents and queries arrive as tokens, in which everything but the marks and
ASCII letters and digits is no ASCII character.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator

from articles.search.documents import Document
from articles.search.expressions import AllOf, AnyOf, Expression, Phrase, Without

STORE = """INSERT OR REPLACE INTO articles_searchtext (rowid, headline, lead, names, body, facts)
    VALUES (%s, %s, %s, %s, %s, %s)"""
MATCHED = "SELECT rowid FROM articles_searchtext WHERE articles_searchtext MATCH %s"
# CROSS JOIN keeps the order of the tables: first the matches, then their moments.
NEWEST = f"""SELECT entry.published_at || '', entry.article_id
    FROM ({MATCHED}) AS matched
    CROSS JOIN articles_searchentry AS entry ON entry.article_id = matched.rowid WHERE true"""  # noqa: S608 - our own words
HIGHEST = f"{MATCHED} ORDER BY rowid DESC LIMIT %s"
# The plus keeps FTS5 from looking for every number by itself.
AMONG = f"{MATCHED} AND +rowid IN (SELECT value FROM json_each(%s))"  # noqa: S608
TEXTS = """SELECT rowid, headline, lead, names, body FROM articles_searchtext
    WHERE rowid IN (SELECT value FROM json_each(%s))"""
# How much a word counts in the headline, the lead, the names and the body.
WEIGHTS = (10.0, 4.0, 3.0, 1.0)


def stored(document: Document) -> tuple:
    """The parameters of ``STORE``."""
    parts = (document.headline, document.lead, document.names, document.body, document.facts)
    return (document.article_id, *parts)


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
