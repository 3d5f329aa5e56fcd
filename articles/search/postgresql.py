"""The index on PostgreSQL: a ``tsvector`` for each document, below a GIN index.

https://www.postgresql.org/docs/current/datatype-textsearch.html. Vectors and queries are written here as literals, so
that neither the server's parser nor its dictionaries and locale have a say in what a word is.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise

from articles.search.documents import Document
from articles.search.expressions import AllOf, AnyOf, Expression, Phrase, Without
from articles.search.tokens import BARRIER, STEM

STORE = """INSERT INTO articles_searchtext (rowid, vector) VALUES (%s, %s::tsvector)
    ON CONFLICT (rowid) DO UPDATE SET vector = excluded.vector"""
# These functions ask the index for what would be plain conditions (articles/migrations/0002_search.py says why), and as
# arrays, because the planner thinks that far more matches than does, and would read all moments to join them.
NEWEST = """SELECT entry.published_at::text, entry.article_id FROM articles_searchentry AS entry
    WHERE entry.article_id = ANY(ARRAY(SELECT articles_search_matched(%s::tsquery)))"""
HIGHEST = "SELECT rowid FROM articles_search_matched(%s::tsquery) AS matched (rowid) ORDER BY rowid DESC LIMIT %s"
AMONG = "SELECT articles_search_among(%s::tsquery, %s::bigint[])"
# How much a word counts in the body, the names, the lead and the headline; long documents count less (1).
RANKS = """SELECT rowid, ts_rank('{0.1, 0.3, 0.4, 1.0}', vector, %s::tsquery, 1) FROM articles_searchtext
    WHERE rowid = ANY(%s::bigint[])"""

# Two words side by side are a token as well, without a place: the index does not know places, and would hand over all
# documents with the words of a phrase to be looked through one by one. As numbers, so that there are not too many.
PAIR = "#"
PAIRS = 1 << 20

LAST_PLACE = 16_383  # words further on share it: phrases among them are not told apart
MOST_PLACES = 256  # of one word
MOST_BYTES = 900_000  # a vector has less than a megabyte
BYTES_OF_PLACE, BYTES_OF_TOKEN = 2, 8
WEIGHTS = (("headline", "A"), ("lead", "B"), ("names", "C"), ("body", "D"))


def stored(document: Document) -> tuple:
    """The parameters of ``STORE``."""
    return (document.article_id, vector(document))


def ranks(cursor, expression: Expression, article_ids: Collection[int]) -> Iterable[tuple[int, float]]:
    """What each article has to do with the expression, as the server sees it."""
    cursor.execute(RANKS, [written(expression), listed(article_ids)])
    return cursor.fetchall()


def listed(article_ids: Collection[int]) -> list[int]:
    """Numbers as a parameter."""
    return list(article_ids)


def load(cursor, rows: Iterable[tuple]) -> None:
    """Store rows of ``stored`` in an empty index."""
    with cursor.copy("COPY articles_searchtext (rowid, vector) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def vector(document: Document) -> str:
    """The document as a literal of ``tsvector``. Words that do not fit into one any more are left out."""
    places: dict[str, list[str]] = {}
    pairs: set[str] = set()
    size, place = 0, 0
    for part, weight in WEIGHTS:
        suffix = "" if weight == "D" else weight
        before = BARRIER
        for token in getattr(document, part).split():
            place += 1
            if size > MOST_BYTES:
                break
            if STEM not in (before[0], token[0]) and (two := pair(before, token)) not in pairs:
                pairs.add(two)
                size += BYTES_OF_TOKEN + len(two)
            before = token
            if token == BARRIER:
                continue
            found = places.setdefault(token, [])
            if len(found) < MOST_PLACES:
                found.append(f"{min(place, LAST_PLACE)}{suffix}")
                size += BYTES_OF_PLACE
            if len(found) == 1:
                size += BYTES_OF_TOKEN + len(token.encode())
    said = [f"{_quoted(token)}:{','.join(found)}" for token, found in places.items()]
    return " ".join([*said, *map(_quoted, pairs), *map(_quoted, document.facts.split())])


@lru_cache(maxsize=200_000)
def pair(one: str, other: str) -> str:
    """The token of two words that stand side by side."""
    return f"{PAIR}{zlib.crc32(f'{one} {other}'.encode()) % PAIRS:x}"


def written(expression: Expression) -> str:
    """The expression as a literal of ``tsquery``."""
    match expression:
        case Phrase(tokens, is_prefix):
            phrase = " <-> ".join(map(_quoted, tokens)) + (":*" if is_prefix else "")
            pairs = [_quoted(pair(*two)) for two in pairwise(tokens[:-1] if is_prefix else tokens)]
            return f"({' & '.join([f'({phrase})', *pairs])})" if len(tokens) > 1 else phrase
        case AllOf(parts):
            return f"({' & '.join(map(written, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(written, parts))})"
        case Without(wanted, unwanted):
            return f"({written(wanted)} & !{written(unwanted)})"
    raise TypeError(expression)


def _quoted(token: str) -> str:
    # Tokens are letters, digits, marks and our own two marks: nothing in them could end the quotation.
    return f"'{token}'"
