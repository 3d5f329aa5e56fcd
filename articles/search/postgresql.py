"""The index on PostgreSQL: a row with two ``tsvector`` for each document, below one GIN index.

https://www.postgresql.org/docs/current/datatype-textsearch.html. Vectors and queries are written here as literals, so
that neither the server's parser nor its dictionaries and locale have a say in what a word is.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from articles.search.documents import Document
from articles.search.expressions import AllOf, AnyOf, Expression, Phrase, Without, all_of, any_of, token
from articles.search.tokens import BARRIER, STEM

STORE = """INSERT INTO articles_searchtext (rowid, published_at, withdraw_at, facts, words, pairs)
    VALUES (%s, %s, %s, %s, %s::tsvector, %s::tsvector)
    ON CONFLICT (rowid) DO UPDATE SET published_at = excluded.published_at, withdraw_at = excluded.withdraw_at,
    facts = excluded.facts, words = excluded.words, pairs = excluded.pairs"""
# Functions, because the planner would rather read the whole table (articles/migrations/0011_search_rows.py).
MATCHED = "articles_search_matched(%s::tsquery[], NULL) AS text"
NEWEST = f"SELECT text.* FROM {MATCHED} WHERE true"  # noqa: S608 - our own words
# The same for what few documents match: nothing when there are more of them than are looked at.
NEWEST_OF_FEW = """WITH text AS (SELECT * FROM articles_search_matched(%s::tsquery[], %s))
    SELECT text.* FROM text WHERE (SELECT count(*) FROM text) < %s"""
# What the newest are, whether they match indeed, and the ranks of the first of them, all at one look at their words.
JUDGED = """SELECT text.published_at::text, text.rowid, text.facts,
        CASE WHEN row_number() OVER newest <= %s THEN {rank} END, text.words @@ %s::tsquery
    FROM ({newest}) AS text WINDOW newest AS (ORDER BY text.published_at DESC, text.rowid DESC)
    ORDER BY text.published_at DESC, text.rowid DESC"""
HIGHEST = f"SELECT text.rowid FROM {MATCHED} WHERE text.rowid < %s ORDER BY text.rowid DESC LIMIT %s"  # noqa: S608
AMONG = "SELECT articles_search_among(%s::tsquery, %s::bigint[])"
FACTS = "SELECT facts FROM articles_searchtext WHERE rowid = ANY(%s::bigint[])"
# How much a word counts in the body, the names, the lead and the headline; long documents count less (1).
RANK = "ts_rank('{0.1, 0.3, 0.4, 1.0}', text.words, %s::tsquery, 1)"
RANKS = f"SELECT text.rowid, {RANK} FROM articles_searchtext AS text WHERE text.rowid = ANY(%s::bigint[])"  # noqa: S608
FEW = 8_000  # stories, each of which has to be read before the newest are known
COLUMNS = "rowid, published_at, withdraw_at, facts, words, pairs"

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
    moments = (document.published_at, document.withdraw_at)
    return (document.article_id, *moments, document.facts.strip(), *vectors(document))


def asked(expression: Expression) -> list[str]:
    """The expression as far as the index can tell, as the parameter of ``MATCHED``; then ``holding`` must be asked."""
    return list(map(written, _parts_of(likely(expression))))


def _parts_of(expression: Expression) -> Iterator[Expression]:
    """What must all match, each by itself."""
    if isinstance(expression, AllOf):
        for part in expression.parts:
            yield from _parts_of(part)
    else:
        yield expression


def judged(newest: str, expression: Expression, spoken: Expression | None, ranked: int) -> tuple[str, list]:
    """Makes of a ``NEWEST`` the question for matches as ``articles.search.engines`` reads them.

    And the parameters that stand before its own. The first ``ranked`` get a rank.
    """
    exact = None if index_tells(expression) else written(expression)
    words = spoken and written(spoken)
    return JUDGED.format(rank=RANK, newest=newest), [ranked if words else 0, words, exact]


def few(expression: Expression) -> int:
    """The same of all: even of a phrase the index knows the pairs of its words."""
    return FEW


def index_tells(expression: Expression) -> bool:
    """Whether all that the index hands over for ``asked`` matches."""
    return likely(expression) == expression


def holding(cursor, expression: Expression, article_ids: Collection[int]) -> Collection[int]:
    """Which of the articles that the index handed over for ``asked`` match the expression."""
    if index_tells(expression) or not article_ids:
        return article_ids
    cursor.execute(AMONG, [written(expression), listed(article_ids)])
    return {article_id for (article_id,) in cursor.fetchall()}


def ranks(cursor, expression: Expression, article_ids: Collection[int]) -> Iterable[tuple[int, float]]:
    """What each article has to do with the expression, as the server sees it."""
    cursor.execute(RANKS, [written(expression), listed(article_ids)])
    return cursor.fetchall()


def listed(article_ids: Collection[int]) -> list[int]:
    """Numbers as a parameter."""
    return list(article_ids)


def load(cursor, rows: Iterable[tuple]) -> None:
    """Store rows of ``stored`` in an empty index."""
    with cursor.copy(f"COPY articles_searchtext ({COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def vectors(document: Document) -> tuple[str, str]:
    """The document's words and facts, and its pairs, each as a literal of ``tsvector``.

    Words that do not fit into one any more are left out.
    """
    places: dict[str, list[str]] = {}
    pairs: set[str] = set()
    size, place = 0, 0
    for part, weight in WEIGHTS:
        suffix = "" if weight == "D" else weight
        before = BARRIER
        for word in getattr(document, part).split():
            place += 1
            if size > MOST_BYTES:
                break
            if STEM not in (before[0], word[0]) and (two := pair(before, word)) not in pairs:
                pairs.add(two)
                size += BYTES_OF_TOKEN + len(two)
            before = word
            if word == BARRIER:
                continue
            found = places.setdefault(word, [])
            if len(found) < MOST_PLACES:
                found.append(f"{min(place, LAST_PLACE)}{suffix}")
                size += BYTES_OF_PLACE
            if len(found) == 1:
                size += BYTES_OF_TOKEN + len(word.encode())
    said = [f"{_quoted(word)}:{','.join(found)}" for word, found in places.items()]
    return " ".join([*said, *map(_quoted, document.facts.split())]), " ".join(map(_quoted, pairs))


@lru_cache(maxsize=200_000)
def pair(one: str, other: str) -> str:
    """The token of two words that stand side by side."""
    return f"{PAIR}{zlib.crc32(f'{one} {other}'.encode()) % PAIRS:x}"


def likely(expression: Expression) -> Expression:
    """What the index can tell: every document that matches ``expression`` matches this, in which no phrase is left."""
    match expression:
        case Phrase(tokens, is_prefix) if len(tokens) > 1:
            whole, beginning = (tokens[:-1], tokens[-1:]) if is_prefix else (tokens, ())
            # A pair says more than its words, and the fewer tokens are asked for the better.
            said = map(pair, whole, whole[1:]) if len(whole) > 1 else whole
            return all_of([*map(token, said), *([Phrase(beginning, is_prefix=True)] if beginning else [])])
        case AllOf(parts):
            return AllOf(tuple(map(likely, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(likely, parts)))
        case Without(wanted, unwanted):
            sure = _sure(unwanted)
            return Without(likely(wanted), sure) if sure else likely(wanted)
    return expression


def _sure(expression: Expression) -> Expression | None:
    """The other way round: every document that matches this matches ``expression``; ``None`` when nothing is sure."""
    match expression:
        case Phrase(tokens):
            return expression if len(tokens) == 1 else None
        case AnyOf(parts):
            sure = [one for part in parts if (one := _sure(part))]
            return any_of(sure) if sure else None
        case AllOf(parts):
            sure = [_sure(part) for part in parts]
            return AllOf(tuple(sure)) if all(sure) else None
        case Without(wanted, unwanted):
            sure = _sure(wanted)
            return Without(sure, likely(unwanted)) if sure else None
    raise TypeError(expression)


def written(expression: Expression) -> str:
    """The expression as a literal of ``tsquery``."""
    match expression:
        case Phrase(tokens, is_prefix):
            phrase = " <-> ".join(map(_quoted, tokens)) + (":*" if is_prefix else "")
            return f"({phrase})" if len(tokens) > 1 else phrase
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
