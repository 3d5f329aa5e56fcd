"""Answering a search: the newest stories that match, the best of them first, and what they are about."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, Author
from articles.search import engines
from articles.search.candidates import newest_matches
from articles.search.engines import Match
from articles.search.expressions import Expression
from articles.search.tokens import AUTHOR, TAG, TOPIC
from articles.stream import Cursor, Row, cursor_of, position_below
from topics.kept import Kept
from topics.models import Topic
from topics.tree import Tree

MOST_MATCHES = 1_000  # counted, and to be leafed through
MOST_RANKED = 500  # the newest of them; the others follow by date
HALF_LIFE = datetime.timedelta(days=365)
SHARE_OF_RECENCY = 0.4  # of the score of a story from this minute
FACETS = 8


@dataclass(frozen=True)
class Facet:
    """A topic, tag or author of the matches, and of how many of them."""

    owner: Topic | Tag | Author
    count: int


@dataclass(frozen=True)
class Matches:
    """The newest ``MOST_MATCHES`` stories that match, in the order in which they are shown.

    ``facts`` has the tokens of what each is filed under, in whatever order.
    """

    rows: list[Row]
    facts: list[str]
    are_all: bool = True

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def article_ids(self) -> list[int]:
        return [article_id for _, article_id in self.rows]

    def cards(self, start: int, stop: int, *, now: datetime.datetime | None = None) -> list[Article]:
        return Article.objects.cards_at(self.rows[start:stop], now=now)


def find(
    expression: Expression,
    *,
    spoken: Expression | None = None,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    now: datetime.datetime | None = None,
) -> Matches:
    """The stories readers may see at ``now`` that match ``expression``.

    With ``spoken`` (the words of it) the best ones come first, else the newest. ``since`` leaves out what was published
    earlier, ``until`` what was published at that moment or later.
    """
    now = now or timezone.now()
    below = position_below(None, now)
    if until:
        below = min(below, Cursor(until, 0))
    bounds = {"below": below, "since": since, "now": now, "most": MOST_MATCHES + 1, "using": Article.objects.db}
    found = newest_matches(expression, **bounds, spoken=spoken, ranked=MOST_RANKED if spoken else 0)
    matches = found[:MOST_MATCHES]
    ordered = best_first(matches, spoken, now=now) if spoken else matches
    return Matches([match.row for match in ordered], [match.facts for match in matches], len(found) <= MOST_MATCHES)


def matches_of_days(
    *, since: datetime.datetime | None, until: datetime.datetime | None, now: datetime.datetime | None = None
) -> Matches:
    """The newest stories readers may see, whatever they say; see ``find`` for the days."""
    now = now or timezone.now()
    below = position_below(None, now)
    if until:
        below = min(below, Cursor(until, 0))
    window = Article.objects.window(None, below=below, since=since, now=now, each=MOST_MATCHES + 1)
    rows = window.rows[:MOST_MATCHES]
    facts = engines.facts_of([article_id for _, article_id in rows], using=Article.objects.db)
    return Matches(rows, facts, are_all=len(window.rows) <= MOST_MATCHES)


def best_first(matches: Sequence[Match], spoken: Expression, *, now: datetime.datetime) -> list[Match]:
    """The newest ``MOST_RANKED`` of ``matches`` by what they have to do with the words and by age; then the others.

    ``matches`` stand newest first, and so do those of a day that have the same to do with the words.
    """
    ranked = matches[:MOST_RANKED]
    missing = [match.article_id for match in ranked if match.rank is None]
    ranks = engines.ranks(spoken, missing, using=Article.objects.db)
    weights: dict[str, float] = {}  # by day: to read every moment takes longer than to rank

    def score(match: Match) -> float:
        day = match.published_at[:10]
        if day not in weights:
            published = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
            weights[day] = recency(now - published)
        rank = ranks.get(match.article_id, 0.0) if match.rank is None else match.rank
        return rank * weights[day]

    return [*sorted(ranked, key=score, reverse=True), *matches[MOST_RANKED:]]


def recency(age: datetime.timedelta) -> float:
    """By how much a score counts for a story of this age: 1 now, never less than ``1 - SHARE_OF_RECENCY``."""
    return 1 - SHARE_OF_RECENCY + SHARE_OF_RECENCY * 0.5 ** (max(age, datetime.timedelta()) / HALF_LIFE)


@dataclass(frozen=True)
class Facets:
    topics: list[Facet] = field(default_factory=list)
    tags: list[Facet] = field(default_factory=list)
    authors: list[Facet] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)


def read_topics() -> tuple[dict[int, Topic], Tree]:
    topics = Topic.objects.only("name", "slug", "is_active", "parent").in_bulk()
    return topics, Tree({pk: topic.parent_id for pk, topic in topics.items()})


kept_topics = Kept(read_topics, of=["topics"])
TOPICS = re.compile(rf"{TOPIC}(\d+)")


def facets_of(matches: Matches) -> Facets:
    """What the matches are filed under most, and when they were published.

    Two queries, for names of tags and authors: what to count came with the matches. A story counts for all topics above
    its own.
    """
    topics, tree = kept_topics()
    tokens = Counter(chain.from_iterable(map(str.split, matches.facts)))
    years = Counter(map(_year_of, matches.rows))
    return Facets(
        topics=_most_common(_topics(matches.facts, tree), lambda ids: topics),
        tags=_most_common(_owners(tokens, TAG), Tag.objects.in_bulk),
        authors=_most_common(_owners(tokens, AUTHOR), Author.objects.in_bulk),
        years=sorted(years.items(), reverse=True),
    )


def _topics(facts: Iterable[str], tree: Tree) -> Counter[int]:
    """How many of the stories stand under each topic, by its id."""
    lineages = _Lineages(tree)
    of_stories = map(TOPICS.findall, facts)
    return Counter(chain.from_iterable(set().union(*map(lineages.__getitem__, ids)) for ids in of_stories))


class _Lineages(dict[str, list[int]]):
    """The ids of a topic and of all topics above it, by its own."""

    def __init__(self, tree: Tree):
        self.tree = tree

    def __missing__(self, topic_id: str) -> list[int]:
        self[topic_id] = self.tree.lineage(int(topic_id))
        return self[topic_id]


def _owners(tokens: Counter[str], mark: str) -> Counter[int]:
    return Counter({int(token.removeprefix(mark)): n for token, n in tokens.items() if token.startswith(mark)})


def _year_of(row: Row) -> int:
    """The year of the site's calendar, as the dates of a search are."""
    moment, _ = row
    # In no zone do other days than these belong to another year; to read a moment takes longer than to look at it.
    if isinstance(moment, str) and moment[5:10] not in ("12-31", "01-01"):
        return int(moment[:4])
    return timezone.localtime(cursor_of(row).published_at, timezone.get_default_timezone()).year


def _most_common(counts: Counter[int], owners_of: Callable[[list[int]], Mapping[int, Any]]) -> list[Facet]:
    most = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))[:FACETS]
    owners = owners_of([pk for pk, _count in most])
    return [Facet(owners[pk], count) for pk, count in most if pk in owners]
