"""How long pages and previews of feeds take: of a few rules and of a hundred, in a small archive and a large one."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from taggit.models import Tag

from articles.archive.planning import ARCHIVE_END, Archive
from articles.models import Author
from articles.stream import Cursor
from newsportal.bench.archives import BenchDatabase
from newsportal.bench.database_time import database_time
from newsportal.bench.streams import COMMON, HALF_WAY, RARE, topic_pools
from newsportal.bench.tables import Timings, ms, table
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.reading import page_of, survey
from newsportal.feeds.rules import Choice, Rules
from topics.models import Topic

BUDGET_MS = 5  # in the database
BUDGET_WITH_WORDS_MS = 100  # the whole
VARIANTS = 5
PAGE, DEEP, PREVIEW = "page 1", "half-way", "preview"
DATABASE, WHOLE = "database", "whole"


@dataclass(frozen=True)
class Case:
    """Rules of one kind; those with words stand apart, because the index of search is asked as well."""

    name: str
    has_words: bool = False


Measured = Mapping[tuple[Case, str, str, str], Timings]


def cases(
    pools: Mapping[str, list[str]], tags: list[str], authors: list[str], words: list[str], dice: random.Random
) -> list[tuple[Case, Rules]]:
    """The rules of every case, drawn anew. The lists hold slugs, and words by how often they are used."""
    common, rare = pools[COMMON], pools[RARE]
    ordinary, seldom = words[300:900], words[-3000:]

    def some(values: list[str], count: int) -> tuple[str, ...]:
        return tuple(dice.sample(values, count))

    few = Choice(topics=some(common, 5), tags=some(tags, 2), authors=some(authors, 2))
    many = Choice(topics=(*some(common, 25), *some(rare, 15)), tags=some(tags, 30), authors=some(authors, 20))
    ten = Choice(topics=some(rare, 5), tags=some(tags[-500:], 3), authors=some(authors[-100:], 2))
    sections = Choice(topics=tuple(common[:10]))
    return [
        (Case("5 topics, 2 tags, 2 authors"), Rules(few)),
        (Case("90 followed, 10 muted"), Rules(many - ten, ten)),
        (Case("80 followed, nearly all of it muted"), Rules(many - sections, sections)),
        (Case("all news but 10 muted"), Rules(mute=ten)),
        (Case("1 followed, all of it muted"), Rules(Choice(topics=some(rare, 1)), Choice(topics=tuple(common)))),
        (Case("5 topics, 1 word muted", True), Rules(Choice(topics=some(common, 5)), Choice(words=some(ordinary, 1)))),
        (Case("5 topics, 1 ordinary word", True), Rules(Choice(topics=some(rare, 5), words=some(ordinary, 1)))),
        (Case("1 rare word", True), Rules(Choice(words=some(seldom, 1)))),
        (
            Case("8 rare words, 2 phrases", True),
            Rules(Choice(words=(*some(seldom, 8), " ".join(some(ordinary, 2)), "in the"))),
        ),
    ]


def _requests(small: BenchDatabase) -> Iterator[list[tuple[Case, Rules]]]:
    slugs = dict(Topic.objects.using(small.alias).values_list("pk", "slug"))
    pools = {kind: [slugs[pk] for pk in ids] for kind, ids in topic_pools(small.alias).items()}
    tags = list(Tag.objects.using(small.alias).order_by("pk").values_list("slug", flat=True))
    authors = list(Author.objects.using(small.alias).order_by("pk").values_list("slug", flat=True))
    dice = random.Random(2)
    for _ in range(VARIANTS):
        yield cases(pools, tags, authors, Archive(1).vocabulary.words, dice)


def measure_feeds(
    small: BenchDatabase, large: BenchDatabase, *, rounds: int, advance: Callable[[int], None]
) -> Measured:
    """Time page 1, a page half-way down and the preview of every case in both archives, turn by turn."""
    variants = list(_requests(small))
    measured: dict = defaultdict(Timings)
    for turn in range(-VARIANTS, rounds):  # everything once before time is taken
        for case, rules in variants[turn % VARIANTS]:
            for database in (small, large):
                with database.as_default():
                    for what in (PAGE, DEEP, PREVIEW):
                        for part, seconds in measure(rules, what).items():
                            if turn >= 0:
                                measured[case, what, part, database.alias].add(seconds)
        advance(turn >= 0)
    return measured


def measure(rules: Rules, what: str) -> dict[str, float]:
    """Seconds from the rules to the page or preview, and those of them that the database took for it.

    What stands behind the rules' slugs is looked up before: three questions by unique keys, part of the whole alone.
    """
    began = time.perf_counter()
    cut = cut_of(rules)
    with database_time() as spent:
        if what == PREVIEW:
            survey(cut, now=ARCHIVE_END)
        else:
            page_of(cut, before=Cursor(HALF_WAY, 0) if what == DEEP else None, now=ARCHIVE_END)
    return {DATABASE: spent.seconds, WHOLE: time.perf_counter() - began}


def feeds_table(
    measured: Measured, small: BenchDatabase, large: BenchDatabase, sizes: list[str], *, has_words: bool
) -> str:
    """Medians in milliseconds: what the database took in both archives, and the whole in the larger one.

    Of the cases with words, or of those without.
    """
    few, many = sizes
    headings = ["rules"]
    for what in (PAGE, DEEP, PREVIEW):
        headings += [f"{what}: {few}", many, "p95", "whole"]
    rows = []
    for case in dict.fromkeys(key[0] for key in measured if key[0].has_words == has_words):
        row = [case.name]
        for what in (PAGE, DEEP, PREVIEW):
            at_large = measured[case, what, DATABASE, large.alias]
            row += [ms(measured[case, what, DATABASE, small.alias].median_ms), ms(at_large.median_ms)]
            row += [ms(at_large.p95_ms), ms(measured[case, what, WHOLE, large.alias].median_ms)]
        rows.append(row)
    return table(headings, rows)


def verdict(measured: Measured, large: BenchDatabase, *, has_words: bool) -> str:
    """The slowest page of a feed, beside its budget: without words in the database, with words the whole."""
    counted = WHOLE if has_words else DATABASE
    timings = {
        (case, what): timings.median_ms
        for (case, what, part, alias), timings in measured.items()
        if part == counted and alias == large.alias and what != PREVIEW and case.has_words == has_words
    }
    (case, what), slowest = max(timings.items(), key=lambda item: item[1])
    if has_words:
        return f"Slowest page: {case.name}, {what} ({ms(slowest)} ms, the whole; budget {BUDGET_WITH_WORDS_MS} ms)."
    return f"Slowest page: {case.name}, {what} ({ms(slowest)} ms in the database; budget {BUDGET_MS} ms)."
