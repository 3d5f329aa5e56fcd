"""How long searches take: words of all kinds, and what readers narrow them with."""

from __future__ import annotations

import datetime
import gc
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from articles.archive.planning import ARCHIVE_END, YEARS, Archive
from articles.archive.vocabulary import EVERYDAY, HOW, WHAT
from articles.search.engines import algorithms_in_use
from articles.search.fields import Fields
from articles.search.highlighting import Highlighter
from articles.search.query import Query
from articles.search.results import bodies_of, finding
from articles.search.searching import Matches, facets_of, find
from newsportal.bench.archives import BenchDatabase
from newsportal.bench.database_time import database_time
from newsportal.bench.tables import Timings, ms, table
from topics.models import Topic

BUDGET_MS = 60  # the whole, 95 of 100
VARIANTS = 20
PAGE = 20  # stories
DATABASE, WHOLE = "database", "whole"
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Search:
    """What is typed, and between which moments: the end is the first one that does not count any more."""

    case: str
    text: str
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


@dataclass
class Found:
    """What the searches of a case took, and how many stories they found each (at most ``MOST_MATCHES``)."""

    database: Timings
    whole: Timings
    counts: list[int]


Measured = Mapping[str, Found]


def searches(words: Sequence[str], topics: Sequence[str], dice: random.Random) -> list[Search]:
    """One search of every case, drawn anew. ``words`` stand by how often they are used, ``topics`` are slugs."""
    everyday, ordinary, seldom = EVERYDAY[20:], words[300:900], words[-3000:]
    common, other = dice.sample(everyday, 2)
    one, two = dice.sample(ordinary, 2)
    beginning = ARCHIVE_END - dice.uniform(1, YEARS) * YEAR
    return [
        Search("a common word", common),
        Search("a rare word", dice.choice(seldom)),
        Search("two words", f"{one} {two}"),
        Search("two common words", f"{common} {other}"),
        Search("a phrase", f'"{dice.choice(HOW)} {dice.choice(WHAT)}"'),
        Search("a phrase of common words", f'"{" ".join(dice.sample(EVERYDAY[:10], 2))}"'),
        Search("the beginning of a word", f"{dice.choice(ordinary)[:4]}*"),
        Search("a word, a topic, a year", f"{common} topic:{dice.choice(topics)}", beginning, beginning + YEAR),
        Search("a word without another", f"{common} -{other}"),
        Search("a rare word or another", f"{dice.choice(seldom)} OR {dice.choice(seldom)}"),
        Search("no match", f"{common} {dice.choice(seldom)}xyz"),
    ]


def requests() -> Iterator[list[Search]]:
    """The searches of every case in the words of the invented archives, ``VARIANTS`` times."""
    dice, words = random.Random(3), Archive(1).vocabulary.words
    topics = list(Topic.objects.order_by("pk").values_list("slug", flat=True))
    for _ in range(VARIANTS):
        yield searches(words, topics, dice)


def measure_searches(database: BenchDatabase, *, rounds: int, advance: Callable[[int], None]) -> Measured:
    """Time every case, another variant of it in each round; every one of them once before time is taken."""
    measured: dict[str, Found] = defaultdict(lambda: Found(Timings(), Timings(), []))
    with database.as_default():
        variants = list(requests())
        gc.collect()
        gc.freeze()  # as the server does, so that nobody looks through all of Django for what could be thrown away
        for turn in range(-VARIANTS, rounds):
            for search in variants[turn % VARIANTS]:
                parts, count = measure(search)
                if turn >= 0:
                    found = measured[search.case]
                    found.database.add(parts[DATABASE])
                    found.whole.add(parts[WHOLE])
                    found.counts.append(count)
            advance(turn >= 0)
    return measured


def measure(search: Search) -> tuple[dict[str, float], int]:
    """Seconds from the text to the first page with all that stands on it; and how many stories there are."""
    began = time.perf_counter()
    with database_time() as spent:
        matches = show(search)
    return {DATABASE: spent.seconds, WHOLE: time.perf_counter() - began}, matches.count


def show(search: Search) -> Matches:
    """Do what a page of a search does: the stories, the words marked in them, and what they are filed under."""
    query, algorithms = Query.parse(search.text), algorithms_in_use()
    matches = find(
        query.expression(algorithms, Fields(query.fields)),
        spoken=query.spoken_expression(algorithms),
        since=search.since,
        until=search.until,
        now=ARCHIVE_END,
    )
    facets_of(matches)
    cards = matches.cards(0, PAGE, now=ARCHIVE_END)
    bodies = bodies_of(cards)
    highlighter = Highlighter(query.looked_for, algorithms)
    for card in cards:
        finding(card, highlighter, bodies[card.pk])
    return matches


def searches_table(measured: Measured) -> str:
    """Milliseconds: median and 95th percentile; and the median number of stories found."""
    rows = []
    for case, found in measured.items():
        counts = sorted(found.counts)
        database, whole = found.database, found.whole
        times = [database.median_ms, database.p95_ms, whole.median_ms, whole.p95_ms]
        rows.append([case, f"{counts[len(counts) // 2]:,}", *map(ms, times)])
    return table(["search for", "stories", "database p50", "p95", "whole p50", "p95"], rows)


def verdict(measured: Measured) -> str:
    """The slowest case, beside the budget."""
    case, found = max(measured.items(), key=lambda item: item[1].whole.p95_ms)
    return f"Slowest: {case} (95 of 100 within {ms(found.whole.p95_ms)} ms; budget {BUDGET_MS} ms)."
