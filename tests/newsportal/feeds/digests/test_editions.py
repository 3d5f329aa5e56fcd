"""What an edition brings."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.digests import Outcome
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_section
from tests.newsportal.feeds.digests.runs import DAY, FIRST, HOUR, MINUTE, WORLD, make_digest, publish, run, sent, states

pytestmark = pytest.mark.django_db


def test_first_edition_brings_the_stories_of_the_day_before(world):
    make_digest()
    publish("Too old", FIRST - DAY, section=world)
    publish("Just new enough", FIRST - DAY + MINUTE, section=world)
    publish("At the last moment", FIRST, section=world)
    publish("Too late", FIRST + MINUTE, section=world)
    publish("Elsewhere", FIRST - HOUR, section=make_section("Sport"))

    assert (run(FIRST - MINUTE), run(FIRST + 2 * MINUTE)) == ([], [Outcome.SENT])
    assert sent() == [["At the last moment", "Just new enough"]]


def test_first_weekly_edition_brings_the_stories_of_a_week(world):
    make_digest(frequency="weekly", weekday=3)
    thursday = FIRST + 2 * DAY
    publish("Six days old", thursday - 6 * DAY, section=world)
    publish("Eight days old", thursday - 8 * DAY, section=world)

    assert (run(thursday - MINUTE), run(thursday)) == ([], [Outcome.SENT])
    assert sent() == [["Six days old"]]


def test_every_story_comes_in_one_edition(world):
    make_digest()
    for hours in range(-10, 60, 7):
        publish(f"Story {hours}", FIRST + hours * HOUR, section=world)

    for day in range(4):
        run(FIRST + day * DAY)

    assert sent() == [
        ["Story -3", "Story -10"],
        ["Story 18", "Story 11", "Story 4"],
        ["Story 46", "Story 39", "Story 32", "Story 25"],
        ["Story 53"],
    ]


def test_of_missed_editions_the_latest_brings_the_stories_of_all(world):
    make_digest()
    publish("Of the first", FIRST - HOUR, section=world)
    publish("Of the third", FIRST + 2 * DAY - HOUR, section=world)

    run(FIRST + 2 * DAY + 5 * HOUR)

    assert sent() == [["Of the third", "Of the first"]]
    assert states() == [(FIRST + 2 * DAY, "sent")]


def test_edition_without_stories_is_noted_and_not_sent(world):
    make_digest()
    publish("Later", FIRST + HOUR, section=world)

    assert (run(FIRST), run(FIRST), run(FIRST + DAY)) == ([Outcome.EMPTY], [], [Outcome.SENT])
    assert states() == [(FIRST, "empty"), (FIRST + DAY, "sent")]
    assert sent() == [["Later"]]


def test_twenty_stories_are_named_and_the_others_counted(world):
    make_digest()
    for n in range(23):
        publish(f"Story {n:02}", FIRST - n * MINUTE, section=world)

    run(FIRST)

    assert sent() == [[f"Story {n:02}" for n in range(20)]]
    assert "and 3 more stories\nhttp" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Abroad: 23 new stories"


def test_no_more_are_counted_than_anybody_reads(world, monkeypatch):
    monkeypatch.setattr("newsportal.feeds.editions.MOST_COUNTED", 22)
    make_digest()
    for n in range(25):
        publish(f"Story {n:02}", FIRST - n * MINUTE, section=world)

    run(FIRST)

    assert "and more than 2 more stories\n" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Abroad: more than 22 stories"


def test_feed_without_rules_brings_nothing(world):
    make_digest(rules=Rules())
    publish("Story", FIRST - HOUR, section=world)

    assert run(FIRST) == [Outcome.EMPTY]


def test_muted_words_stay_out(world):
    make_digest(rules=Rules(WORLD.include, Choice(words=("football",))))
    publish("Football again", FIRST - HOUR, section=world)
    publish("Grain", FIRST - HOUR, section=world)

    run(FIRST)

    assert sent() == [["Grain"]]


def test_withdrawn_stories_are_not_named(world):
    make_digest()
    publish("Withdrawn", FIRST - HOUR, section=world, withdraw_at=FIRST + MINUTE)
    publish("Stays", FIRST - HOUR, section=world)

    run(FIRST + 2 * MINUTE)

    assert sent() == [["Stays"]]


def test_run_takes_the_same_queries_for_one_story_and_for_twenty(world):
    make_digest()
    publish("Story", FIRST - HOUR, section=world)
    with CaptureQueriesContext(connection) as one:
        run(FIRST)
    for n in range(20):
        publish(f"Story {n}", FIRST + n * MINUTE + MINUTE, section=world)

    with CaptureQueriesContext(connection) as twenty:
        run(FIRST + DAY)

    assert len(twenty) == len(one)
