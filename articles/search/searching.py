"""Answering a search: the newest stories that match, the best of them first, and what they are about."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship
from articles.search import engines
from articles.search.candidates import newest_matches
from articles.search.expressions import Expression
from articles.stream import Cursor, Row, cursor_of, position_below
from topics.models import Topic

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
    """The newest ``MOST_MATCHES`` stories that match, in the order in which they are shown."""

    rows: list[Row]
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
    rows = newest_matches(expression, below=below, since=since, now=now, most=MOST_MATCHES + 1)
    matches, are_all = rows[:MOST_MATCHES], len(rows) <= MOST_MATCHES
    return Matches(best_first(matches, spoken, now=now) if spoken else matches, are_all)


def matches_of_days(
    *, since: datetime.datetime | None, until: datetime.datetime | None, now: datetime.datetime | None = None
) -> Matches:
    """The newest stories readers may see, whatever they say; see ``find`` for the days."""
    now = now or timezone.now()
    below = position_below(None, now)
    if until:
        below = min(below, Cursor(until, 0))
    window = Article.objects.window(None, below=below, since=since, now=now, each=MOST_MATCHES + 1)
    return Matches(window.rows[:MOST_MATCHES], are_all=len(window.rows) <= MOST_MATCHES)


def best_first(rows: Sequence[Row], spoken: Expression, *, now: datetime.datetime) -> list[Row]:
    """The newest ``MOST_RANKED`` of ``rows`` by what they have to do with the words and by age; then the others."""
    ranked = rows[:MOST_RANKED]
    ranks = engines.ranks(spoken, [article_id for _, article_id in ranked])

    def score(row: Row) -> float:
        return ranks.get(row[1], 0.0) * recency(now - cursor_of(row).published_at)

    return [*sorted(ranked, key=score, reverse=True), *rows[MOST_RANKED:]]


def recency(age: datetime.timedelta) -> float:
    """By how much a score counts for a story of this age: 1 now, never less than ``1 - SHARE_OF_RECENCY``."""
    return 1 - SHARE_OF_RECENCY + SHARE_OF_RECENCY * 0.5 ** (max(age, datetime.timedelta()) / HALF_LIFE)


@dataclass(frozen=True)
class Facets:
    topics: list[Facet] = field(default_factory=list)
    tags: list[Facet] = field(default_factory=list)
    authors: list[Facet] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)


def facets_of(matches: Matches) -> Facets:
    """What the matches are filed under most, and when they were published: three queries, for the first 1,000."""
    ids = matches.article_ids
    zone = timezone.get_default_timezone()  # years of the site's calendar, as the dates of a search are
    years = Counter(timezone.localtime(cursor_of(row).published_at, zone).year for row in matches.rows)
    return Facets(
        topics=_most_common(ArticleTopic.objects.filter(article__in=ids), "topic", Topic),
        tags=_most_common(ArticleTag.objects.filter(content_object__in=ids), "tag", Tag),
        authors=_most_common(Authorship.objects.filter(article__in=ids), "author", Author),
        years=sorted(years.items(), reverse=True),
    )


def _most_common(rows, name: str, model) -> list[Facet]:
    counts = dict(rows.order_by().values_list(name).annotate(count=Count("*")).order_by("-count", name)[:FACETS])
    owners = model.objects.in_bulk(counts)
    return [Facet(owners[pk], count) for pk, count in counts.items() if pk in owners]
