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
# The table in which FTS5 keeps the documents, with our names: the full-text table reads all of a row for any column.
# https://www.sqlite.org/fts5.html#fts5_data_structures
TEXT = """(SELECT id AS rowid, c0 AS published_at, c1 AS withdraw_at, c2 AS facts,
    c3 AS headline, c4 AS lead, c5 AS names, c6 AS body FROM articles_searchtext_content) AS text"""
NEWEST = f"""SELECT text.published_at, text.rowid, text.facts, NULL, true
    FROM articles_searchtext AS found CROSS JOIN {TEXT} ON text.rowid = found.rowid
    WHERE articles_searchtext MATCH %s"""  # noqa: S608
# Nothing when more match than are looked at.
NEWEST_OF_FEW = f"""WITH found AS ({MATCHED} LIMIT %s)
    SELECT text.published_at, text.rowid, text.facts, NULL, true
    FROM found CROSS JOIN {TEXT} ON text.rowid = found.rowid WHERE (SELECT count(*) FROM found) < %s"""  # noqa: S608
HIGHEST = f"{MATCHED} AND rowid < %s ORDER BY rowid DESC LIMIT %s"
# The plus keeps FTS5 from looking for every number by itself.
NUMBERS = "SELECT value FROM json_each(%s)"
AMONG = f"{MATCHED} AND +rowid IN ({NUMBERS})"  # noqa: S608
FACTS = f"SELECT facts FROM {TEXT} WHERE rowid IN ({NUMBERS})"  # noqa: S608
TEXTS = f"""SELECT rowid, headline || char(10) || lead || char(10) || names, body FROM {TEXT}
    WHERE rowid IN ({NUMBERS})"""  # noqa: S608
# How much a word counts in the headline, the lead and the names: so many times as much as in the body.
WEIGHTS = (10.0, 4.0, 3.0)
FEW = 3_000  # stories, each of which has to be read before the newest are known


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


def few(expression: Expression) -> int:
    """None of a phrase, which is looked for in all that has its words."""
    return FEW if _counts_soon(expression) else 0


def _counts_soon(expression: Expression) -> bool:
    match expression:
        case Phrase(tokens):
            return len(tokens) == 1
        case AllOf(parts) | AnyOf(parts):
            return all(map(_counts_soon, parts))
    return _counts_soon(expression.wanted)


def index_tells(expression: Expression) -> bool:
    return True


def holding(cursor, expression: Expression, article_ids: Collection[int]) -> Collection[int]:
    """All of the articles: what the index hands over matches."""
    return article_ids


def ranks(cursor, expression: Expression, article_ids: Collection[int]) -> Iterator[tuple[int, float]]:
    """What each article has to do with the expression, from the texts themselves.

    FTS5 has a rank of its own (bm25), which reads all matches of every word before it ranks the first.
    """
    words = [word.needles for word in (expression.parts if isinstance(expression, AnyOf) else (expression,))]
    cursor.execute(TEXTS, [listed(article_ids)])
    for article_id, top, body in cursor.fetchall():
        score = 0.0
        for needles in words:
            score += _told(needles, body)
            # Most stories have a word in the body alone: three texts need not be looked through.
            if any(needle in top for needle in needles):
                parts = zip(WEIGHTS, top.split("\n"), strict=True)
                score += sum(weight * _told(needles, part) for weight, part in parts)
        yield article_id, score / (1 + math.log(1 + len(top) + len(body)))


def _told(needles: Iterable[str], text: str) -> float:
    """How much a word, however it is written, tells of a text: said twice more than once, but not twice as much."""
    count = sum([text.count(needle) for needle in needles])
    return count / (count + 1)


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
