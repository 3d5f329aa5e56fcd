import random

import pytest

from articles.archive.planning import Archive
from articles.search.query import Query
from newsportal.bench.archives import BenchDatabase
from newsportal.bench.searches import (
    DATABASE,
    VARIANTS,
    WHOLE,
    Found,
    Search,
    measure,
    measure_searches,
    searches,
    searches_table,
    verdict,
)
from newsportal.bench.tables import Timings
from tests.factories import make_article, make_section

WORDS = Archive(1).vocabulary.words


def test_every_case_is_a_search_that_looks_for_something():
    drawn = searches(WORDS, ["world"], random.Random(1))

    assert len({search.case for search in drawn}) == len(drawn) == 11
    assert all(Query.parse(search.text) for search in drawn)
    assert [search.text for search in drawn] == [search.text for search in searches(WORDS, ["world"], random.Random(1))]


@pytest.mark.django_db
def test_search_is_timed_with_all_of_its_page():
    make_article("Ships in port", section=make_section("World"))

    parts, count = measure(Search("a word", "ships topic:world"))

    assert 0 < parts[DATABASE] < parts[WHOLE]
    assert count in (0, 1)  # the clock of the bench is that of its archives


@pytest.mark.django_db
def test_every_case_is_measured_in_every_round():
    make_section("World")
    told = []

    measured = measure_searches(BenchDatabase("", "default", ""), rounds=2, advance=told.append)

    assert {len(found.whole.seconds) for found in measured.values()} == {2}
    assert (len(measured), sum(told)) == (11, 2)
    assert len(told) == VARIANTS + 2


def test_table_and_verdict_name_what_is_slowest():
    measured = {
        "a word": Found(Timings([0.001, 0.002]), Timings([0.003, 0.005]), [7, 1000]),
        "a phrase": Found(Timings([0.002]), Timings([0.061]), [0]),
    }

    lines = searches_table(measured).splitlines()

    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == ["a word", "1,000", "1.50", "2.00", "4.00", "5.00"]
    assert verdict(measured) == "Slowest: a phrase (95 of 100 within 61.00 ms; budget 60 ms)."
