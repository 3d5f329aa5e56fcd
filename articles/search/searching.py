"""Answering a search: the newest stories that match, the best of them first, and what they are about."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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
from topics.prepared import Among, Prepared
from topics.tree import Tree

MOST_MATCHES = 1_000  # counted, and to be leafed through
MOST_RANKED = 500  # the newest of them; the others follow by date
HALF_LIFE = datetime.timedelta(days=365)
SHARE_OF_RECENCY = 0.4  # of the score of a story from this minute
FACETS = 8
TURNS_OF_YEARS = ("12-31", "01-01")  # in no zone do other days than these belong to another year


Owner = Topic | Tag | Author


@dataclass(frozen=True)
class Facet:
    """A topic, tag or author of the matches, and of how many of them."""

    owner: Owner
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
    # By day: to read every moment takes longer than to rank.
    today, days = now.astimezone(datetime.UTC).date(), {match.published_at[:10] for match in ranked}
    weights = {day: recency(today - datetime.date.fromisoformat(day)) for day in days}

    def score(match: Match) -> float:
        rank = ranks.get(match.article_id, 0.0) if match.rank is None else match.rank
        return rank * weights[match.published_at[:10]]

    return [*sorted(ranked, key=score, reverse=True), *matches[MOST_RANKED:]]


@lru_cache(maxsize=10_000)  # days
def recency(age: datetime.timedelta) -> float:
    """By how much a score counts for a story of this age: 1 now, never less than ``1 - SHARE_OF_RECENCY``."""
    return 1 - SHARE_OF_RECENCY + SHARE_OF_RECENCY * 0.5 ** (max(age, datetime.timedelta()) / HALF_LIFE)


@dataclass(frozen=True)
class Facets:
    topics: list[Facet] = field(default_factory=list)
    tags: list[Facet] = field(default_factory=list)
    authors: list[Facet] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)


def read_topics() -> tuple[dict[int, Topic], dict[int, list[int]]]:
    """All topics, and the ids of each with those above it."""
    topics = Topic.objects.only("name", "slug", "is_active", "parent").in_bulk()
    tree = Tree({pk: topic.parent_id for pk, topic in topics.items()})
    return topics, {pk: tree.lineage(pk) for pk in topics}


kept_topics = Kept(read_topics, of=["topics"])
tags_with = Prepared(lambda ids: Tag.objects.filter(Among("pk", ids)), ids=list)
authors_with = Prepared(lambda ids: Author.objects.filter(Among("pk", ids)), ids=list)


def facets_of(matches: Matches) -> Facets:
    """What the matches are filed under most, and when they were published.

    Two queries, for names of tags and authors: what to count came with the matches. A story counts for all topics above
    its own.
    """
    topics, lineages = kept_topics()
    facts = " " + " \n ".join(matches.facts) + " "  # PostgreSQL keeps them without spaces at their ends
    return Facets(
        topics=_most_common(_topics(facts, lineages), lambda ids: [topics[pk] for pk in ids if pk in topics]),
        tags=_most_common(_owners(facts, TAG), tags_with),
        authors=_most_common(_owners(facts, AUTHOR), authors_with),
        years=sorted(_years(matches.rows).items(), reverse=True),
    )


def _topics(facts: str, lineages: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """How many of the stories stand under each topic, by its id.

    Stories are bits of numbers, so that those of all topics below another are put together at once.
    """
    own: dict[str, int] = defaultdict(int)
    before, *pieces = facts.split(f" {TOPIC}")
    story = 1 << before.count("\n")
    for piece in pieces:
        topic_id, _space, others = piece.partition(" ")
        own[topic_id] |= story
        story <<= others.count("\n")
    below: dict[int, int] = defaultdict(int)
    for topic_id, stories in own.items():
        for above in lineages.get(int(topic_id), ()):
            below[above] |= stories
    return {topic_id: stories.bit_count() for topic_id, stories in below.items()}


def _owners(facts: str, mark: str) -> dict[int, int]:
    counts = Counter([piece.partition(" ")[0] for piece in facts.split(f" {mark}")[1:]])
    return {int(pk): count for pk, count in counts.items()}


def _years(rows: Collection[Row]) -> dict[int, int]:
    """How many of the stories are of each year of the site's calendar, as the dates of a search are."""
    years: dict[int, int] = Counter()
    days = Counter([str(moment)[:10] for moment, _ in rows])
    turns = {day for day in days if day[5:] in TURNS_OF_YEARS}  # to read all moments would take long
    for day in days.keys() - turns:
        years[int(day[:4])] += days[day]
    for row in rows if turns else ():
        if str(row[0])[:10] in turns:
            years[timezone.localtime(cursor_of(row).published_at, timezone.get_default_timezone()).year] += 1
    return years


def _most_common(counts: Mapping[int, int], owners_with: Callable[..., Iterable[Owner]]) -> list[Facet]:
    least = min(sorted(counts.values(), reverse=True)[:FACETS], default=0)
    first = [(pk, count) for pk, count in counts.items() if count >= least]
    most = sorted(first, key=lambda counted: (-counted[1], counted[0]))[:FACETS]
    owners = {owner.pk: owner for owner in owners_with(ids=[pk for pk, _count in most])} if most else {}
    return [Facet(owners[pk], count) for pk, count in most if pk in owners]
