"""Stories of the last days that may be the same as one that is being written."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Collection, Iterator

from django.utils import timezone

from articles.models import BEFORE_PUBLICATION, Article, Status
from articles.plaintext import UNSPACED
from articles.search.stems import algorithm_of, stem
from articles.words import words_of

DAYS = datetime.timedelta(days=7)
AHEAD = datetime.timedelta(days=30)  # what is scheduled may say the same
# Of 40 headlines that were written anew as another desk would put the same news, 38 are as similar as this to the first
# one. Of 10,999 pairs of headlines of one week in a real archive of 1,809 stories, 44 are: most of one series.
SIMILAR = 0.5
SHORT = 3  # letters: "the", "in", "for"
WEIGHT_OF_SHORT = 0.25
LEAST = 2  # of a headline's weight: one word says too little
# What is read for it: the headlines of a week of a large agency, and what is being written. The search index would have
# to look through the matches of the whole archive (a fifth of a second in a million stories).
MOST_PUBLISHED, MOST_WRITTEN = 5_000, 1_000
MOST_NAMED = 3
FIELDS = ("headline", "slug", "status", "published_at", "withdraw_at")

Weights = dict[tuple[str, ...], float]


def similarity(one: str, other: str, *, language: str) -> float:
    """How much two headlines have in common: 0 nothing, 1 all their words, in whatever form and order.

    Dice's coefficient over stems: twice the weight of what both have, by the weight of what each has. Short words say
    little, and count a quarter; numbers count in full. In scripts without spaces, pairs of characters are the words.
    """
    algorithm = algorithm_of(language)
    return _likeness(_weights(one, algorithm), _weights(other, algorithm))


def similar_stories(
    headline: str, *, language: str, apart_from: Collection[int] = (), now: datetime.datetime | None = None
) -> list[Article]:
    """The stories whose headlines are most like ``headline``, at most ``MOST_NAMED``, the most similar first.

    Of those published in the last ``DAYS`` or scheduled, and of those being written that were saved in these days.
    As many queries for any number of them: one for what is published, one for each status before that, and one for the
    stories that are found. Nothing for a headline of one word.
    """
    algorithm = algorithm_of(language)
    wanted = _weights(headline, algorithm)
    if sum(wanted.values()) < LEAST:
        return []
    scored = (
        (_likeness(wanted, _weights(other, algorithm)), pk)
        for pk, other in _headlines(now or timezone.now())
        if pk not in apart_from
    )
    best = [pk for score, pk in heapq.nlargest(MOST_NAMED, scored) if score >= SIMILAR]
    found = Article.objects.only(*FIELDS).in_bulk(best) if best else {}
    return [found[pk] for pk in best if pk in found]


def _headlines(now: datetime.datetime) -> Iterator[tuple[int, str]]:
    since = now - DAYS
    published = Article.objects.filter(
        status=Status.PUBLISHED, published_at__gte=since, published_at__lte=now + AHEAD
    ).newest_first()
    yield from published.values_list("pk", "headline")[:MOST_PUBLISHED]
    for status in BEFORE_PUBLICATION:  # one by one: each has an index in this order
        written = Article.objects.filter(status=status, saved_at__gte=since).order_by("-saved_at", "-pk")
        yield from written.values_list("pk", "headline")[:MOST_WRITTEN]


def _likeness(one: Weights, other: Weights) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum(weight for unit, weight in one.items() if unit in other) / total if total else 0.0


def _weights(headline: str, algorithm: str) -> Weights:
    words = words_of(headline)
    weights: Weights = {}
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if not UNSPACED.match(word):
            is_short = len(word) <= SHORT and not word.isdigit()
            weights[(stem(word, algorithm),)] = WEIGHT_OF_SHORT if is_short else 1.0
        elif UNSPACED.match(following):
            weights[word, following] = 1.0
    return weights
