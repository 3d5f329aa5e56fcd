import random

import pytest
from django.db import connection

from newsportal.bench.database_time import database_time
from newsportal.bench.feeds import DATABASE, DEEP, PAGE, PREVIEW, WHOLE, cases, feeds_table, measure, verdict
from newsportal.bench.streams import COMMON, RARE
from newsportal.bench.tables import Timings
from newsportal.feeds.rules import MOST_RULES, Choice, Rules
from tests.factories import make_article, make_section


def drawn():
    slugs = [f"topic-{n}" for n in range(100)]
    tags, authors = ([f"{kind}-{n}" for n in range(900)] for kind in ("tag", "author"))
    words = [f"word{n}" for n in range(4000)]
    return cases({COMMON: slugs[:50], RARE: slugs[50:]}, tags, authors, words, random.Random(1))


def test_every_case_holds_rules_that_a_feed_could_have():
    assert [rules.checked() for _, rules in drawn()] == [rules for _, rules in drawn()]
    assert 95 <= max(len(rules) for _, rules in drawn()) <= MOST_RULES
    assert [case.has_words for case, rules in drawn()] == [
        bool(rules.include.words or rules.mute.words) for _, rules in drawn()
    ]


@pytest.mark.django_db
def test_time_in_the_database_is_added_up_and_is_part_of_the_whole():
    with database_time() as spent:
        make_section("World")
        statements = spent.statements
        connection.cursor().execute("SELECT 1")

    assert (spent.statements, spent.seconds > 0) == (statements + 1, True)


@pytest.mark.django_db
@pytest.mark.parametrize("what", [PAGE, DEEP, PREVIEW])
def test_page_and_preview_are_timed(what):
    make_article(section=make_section("World"))

    parts = measure(Rules(Choice(topics=("world",))), what)

    assert 0 < parts[DATABASE] < parts[WHOLE]


class Archive:
    def __init__(self, alias):
        self.alias = alias


@pytest.mark.parametrize(
    ("has_words", "said"),
    [
        (False, "Slowest page: 90 followed, 10 muted, page 1 (2.00 ms in the database; budget 5 ms)."),
        (True, "Slowest page: 8 rare words, 2 phrases, page 1 (19.00 ms, the whole; budget 100 ms)."),
    ],
)
def test_table_and_verdict_tell_of_feeds_with_words_apart(has_words, said):
    small, large = Archive("small"), Archive("large")
    milliseconds = {"90 followed, 10 muted": 2, "8 rare words, 2 phrases": 9}
    measured = {
        (case, what, part, archive.alias): Timings([(milliseconds.get(case.name, 1) + 10 * (part == WHOLE)) / 1000])
        for case, _ in drawn()
        for what in (PAGE, DEEP, PREVIEW)
        for part in (DATABASE, WHOLE)
        for archive in (small, large)
    }

    lines = feeds_table(measured, small, large, ["10 k", "1 M"], has_words=has_words).splitlines()

    wanted = [case.name for case, _ in drawn() if case.has_words == has_words]
    assert [line.split("|")[1].strip() for line in lines[2:]] == wanted
    assert verdict(measured, large, has_words=has_words) == said
