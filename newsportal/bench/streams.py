"""How long pages of the stream take in an archive and in one a hundred times as large."""

from __future__ import annotations

import datetime
import gc
import itertools
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Count

from articles.archive.planning import ARCHIVE_END, YEARS
from articles.models import Article, ArticleTopic
from articles.stream import STREAM_SIZE, Cursor, position_below
from newsportal.bench.tables import Timings, ms, size_name, table, times

BUDGET_MS, BUDGET_RATIO = 3, 1.3
POOL = 50
VARIANTS = 10
COMMON, RARE = "common", "rare"
TOP, DEEP = "top", "deep"
# The merge of the timelines; all that the database does for a page (the merge and the cards); and the whole call of
# Article.objects.stream(), which also builds the articles.
MERGE, DATABASE, WHOLE = "merge", "database", "whole"
HALF_WAY = ARCHIVE_END - datetime.timedelta(days=YEARS * 365 / 2)
DEEP_WITHIN = datetime.timedelta(days=180)  # not always the same rows: an archive's pages lie about, as a site's do


@dataclass(frozen=True)
class Case:
    """A page of the stream: of how many topics (0: all news), of which kind, and where."""

    topics: int
    kind: str
    depth: str

    def __str__(self):
        if not self.topics:
            return f"all news, {self.depth}"
        return f"{self.topics} {self.kind}, {self.depth}"


CASES = [Case(0, "", depth) for depth in (TOP, DEEP)] + [
    Case(topics, kind, depth) for kind in (COMMON, RARE) for topics in (1, 5, 50) for depth in (TOP, DEEP)
]

Measured = dict[tuple[Case, str, str], Timings]


def topic_pools(alias: str) -> dict[str, list[int]]:
    """The fifty most common topics, and the fifty rarest that still fill every page asked of this archive.

    Take the smaller archive: a page that is not full would make it look faster than it is. Topics have the same
    ids in all archives.
    """
    rows = ArticleTopic.objects.using(alias).live(ARCHIVE_END).filter(published_at__lt=HALF_WAY - DEEP_WITHIN)
    counted = rows.values("topic").annotate(articles=Count("pk")).order_by("-articles", "topic")
    enough = [row["topic"] for row in counted if row["articles"] > STREAM_SIZE]
    if len(enough) < 2 * POOL:
        raise ValueError("The smaller archive is too small: its rare topics do not fill a page.")
    return {COMMON: enough[:POOL], RARE: enough[-POOL:]}


def measure_streams(small: str, large: str, *, rounds: int, advance: Callable[[int], None]) -> Measured:
    """Time every case in both archives (aliases), turn by turn so that both meet the same noise.

    A few different pages of each case are asked for again and again, and each once before time is taken: what is
    measured is the work, not how fast a disk brings a large archive's pages the first time.
    """
    pools = topic_pools(small)
    dice = random.Random(1)
    variants = [list(_requests(pools, dice)) for _ in range(VARIANTS)]
    measured: Measured = defaultdict(Timings)
    for alias in (small, large):
        for _case, before, topics in itertools.chain(*variants):
            measure_page(alias, topics, before)
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds):
            for case, before, topics in variants[turn % VARIANTS]:
                for alias in (small, large) if turn // VARIANTS % 2 else (large, small):
                    for part, seconds in measure_page(alias, topics, before).items():
                        measured[case, part, alias].add(seconds)
            advance(1)
    finally:
        gc.enable()
    return measured


def _requests(pools: dict[str, list[int]], dice: random.Random) -> Iterator[tuple[Case, Cursor | None, list[int]]]:
    """One page of every case: topics of the pool and, deep down, a moment somewhere around half-way."""
    for case in CASES:
        moment = HALF_WAY + dice.uniform(-1, 1) * DEEP_WITHIN
        topics = dice.sample(pools[case.kind], case.topics) if case.topics else []
        yield case, Cursor(moment, 0) if case.depth == DEEP else None, topics


def measure_page(alias: str, topics: Sequence[int], before: Cursor | None) -> dict[str, float]:
    """Seconds of each part of one page; there is nothing to merge for all news."""
    objects = Article.objects.using(alias)
    timelines = {ArticleTopic: topics} if topics else None
    position = position_below(before, ARCHIVE_END)
    cards = objects.published(ARCHIVE_END).for_cards()
    size = STREAM_SIZE + 1

    merge = 0.0
    if timelines:
        began = time.perf_counter()
        merged = objects.window(timelines, below=position, now=ARCHIVE_END, each=size).rows
        merge = time.perf_counter() - began
        cards = cards.filter(pk__in=[article_id for _, article_id in merged[:size]])
    else:
        cards = cards.below(position).newest_first()[:size]
    sql, params = cards.query.get_compiler(using=alias).as_sql()
    with connections[alias].cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(sql, params)
        rows = cursor.fetchall()
        read = time.perf_counter() - began
    began = time.perf_counter()
    page = objects.stream(timelines, before=before, now=ARCHIVE_END)
    whole = time.perf_counter() - began

    if len(rows) != size or len(page.articles) != STREAM_SIZE:
        raise AssertionError(f"A page that is not full measures nothing: topics {topics} below {before}.")
    return {MERGE: merge, DATABASE: merge + read, WHOLE: whole}


def stream_table(measured: Measured, archives: Sequence[tuple[str, int]]) -> str:
    """Medians (and 95th percentiles where named) in milliseconds; ``archives``: alias and size, small and large."""
    (small, few), (large, many) = archives
    headings = ["topics, where"]
    for part in (MERGE, DATABASE, WHOLE):
        headings += [f"{part} {size_name(few)}", size_name(many)] + (["p95", "ratio"] if part == DATABASE else [])
    rows = []
    for case in CASES:
        row = [str(case)]
        for part in (MERGE, DATABASE, WHOLE):
            at_small, at_large = measured[case, part, small], measured[case, part, large]
            if part == MERGE and not case.topics:
                row += ["", ""]
                continue
            row += [ms(at_small.median_ms), ms(at_large.median_ms)]
            if part == DATABASE:
                row += [ms(at_large.p95_ms), times(at_large.ratio_to(at_small))]
        rows.append(row)
    return table(headings, rows)


def verdict(measured: Measured, small: str, large: str) -> str:
    """The slowest page and the one that grew most, beside their budgets."""
    slowest = max(CASES, key=lambda case: measured[case, DATABASE, large].median_ms)

    def growth(case: Case) -> float:
        return measured[case, DATABASE, large].ratio_to(measured[case, DATABASE, small])

    grew_most = max(CASES, key=growth)
    return (
        f"Slowest in the database: {slowest} ({ms(measured[slowest, DATABASE, large].median_ms)} ms; "
        f"budget {BUDGET_MS:g} ms). Grew most: {grew_most} ({times(growth(grew_most))}; budget × {BUDGET_RATIO:g})."
    )
