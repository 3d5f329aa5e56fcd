"""The bench measures what it says it measures; how long that takes is no matter for tests."""

import pytest

from articles.archive.loading import load_archive
from articles.archive.planning import ARCHIVE_END, Archive
from articles.models import ArticleTopic
from articles.stream import Cursor
from newsportal.bench.streams import (
    CASES,
    DATABASE,
    DEEP,
    HALF_WAY,
    MERGE,
    WHOLE,
    Case,
    measure_page,
    stream_table,
    topic_pools,
    verdict,
)
from newsportal.bench.tables import Timings
from topics.models import Topic


@pytest.fixture
def archive(db):
    load_archive(Archive(400))


def busiest_topics(count: int) -> list[int]:
    counts = {
        pk: ArticleTopic.objects.live(ARCHIVE_END).filter(topic=pk).count()
        for pk in Topic.objects.values_list("pk", flat=True)
    }
    return sorted(counts, key=counts.get)[-count:]


@pytest.mark.parametrize("before", [None, Cursor(HALF_WAY, 0)])
@pytest.mark.parametrize("topics", [0, 1, 5])
def test_every_part_of_a_page_is_timed(archive, topics, before):
    parts = measure_page("default", busiest_topics(topics) if topics else [], before)

    assert set(parts) == {MERGE, DATABASE, WHOLE}
    assert parts[DATABASE] > parts[MERGE]
    assert bool(parts[MERGE]) == bool(topics)


def test_page_that_is_not_full_is_refused(archive):
    with pytest.raises(AssertionError, match="not full"):
        measure_page("default", busiest_topics(1), Cursor(ARCHIVE_END.replace(year=2017), 0))


def test_archive_too_small_for_its_rare_topics_is_refused(archive):
    with pytest.raises(ValueError, match="too small"):
        topic_pools("default")


def test_table_and_verdict_compare_both_archives():
    measured = {
        (case, part, alias): Timings([seconds])
        for case in CASES
        for part in (MERGE, DATABASE, WHOLE)
        for alias, seconds in (("small", 0.001), ("large", 0.002 if case == Case(5, "rare", DEEP) else 0.001))
    }

    lines = stream_table(measured, [("small", 10_000), ("large", 1_000_000)]).splitlines()

    assert lines[0].split("|")[1].strip() == "topics, where"
    assert [line.split("|")[1].strip() for line in lines[2:]] == [str(case) for case in CASES]
    assert [line for line in lines if "× 2.00" in line] == [line for line in lines if "5 rare, deep" in line]
    assert verdict(measured, "small", "large") == (
        "Slowest in the database: 5 rare, deep (2.00 ms; budget 3 ms). Grew most: 5 rare, deep (× 2.00; budget × 1.3)."
    )
