"""When a digest comes: from its start to its end, whatever changes in between."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from newsportal.feeds.digests import Outcome, end_digest, start_digest
from newsportal.feeds.keeping import delete_feed
from newsportal.feeds.models import Digest, SentDigest
from tests.newsportal.feeds.digests.runs import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    make_digest,
    make_reader,
    publish,
    run,
    sent,
    states,
)

pytestmark = pytest.mark.django_db


def test_digest_that_starts_after_its_hour_begins_with_the_next_day(world):
    make_digest(started=FIRST + HOUR)
    publish("Story", FIRST + 2 * HOUR, section=world)

    assert (run(FIRST + 3 * HOUR), run(FIRST + DAY)) == ([], [Outcome.SENT])


def test_changed_hour_loses_no_story_and_brings_none_twice(world):
    digest = make_digest()
    publish("Of the first", FIRST - HOUR, section=world)
    run(FIRST)
    publish("Before the change", FIRST + HOUR, section=world)
    digest.refresh_from_db()
    digest.hour = 5
    start_digest(digest, FIRST + 2 * HOUR)
    publish("After the change", FIRST + 3 * HOUR, section=world)

    assert run(FIRST + 4 * HOUR) == []
    assert run(FIRST + DAY - 2 * HOUR) == [Outcome.SENT]
    assert sent() == [["Of the first"], ["After the change", "Before the change"]]


def test_ended_digest_is_not_sent_and_begins_anew_with_one_period(world):
    digest = make_digest()
    publish("Long ago", FIRST - HOUR, section=world)
    end_digest(digest)
    assert run(FIRST + DAY) == []
    start_digest(digest, FIRST + 30 * DAY + HOUR)
    publish("Lately", FIRST + 30 * DAY + 2 * HOUR, section=world)

    assert run(FIRST + 31 * DAY) == [Outcome.SENT]
    assert sent() == [["Lately"]]


def test_hour_that_comes_twice_sends_once(world):
    make_digest(hour=2, started=datetime.datetime(2026, 10, 24, 12, tzinfo=datetime.UTC))
    first = datetime.datetime(2026, 10, 25, 0, 0, tzinfo=datetime.UTC)
    publish("Story", first - HOUR, section=world)
    publish("Within the hour that comes twice", first + MINUTE, section=world)

    assert [run(first + n * 15 * MINUTE) for n in range(0, 9)] == [[Outcome.SENT]] + [[]] * 8


def test_unknown_zone_counts_as_the_sites(world):
    digest = make_digest()
    Digest.objects.filter(pk=digest.pk).update(zone="Atlantis/Capital")
    publish("Story", FIRST - HOUR, section=world)

    assert (run(FIRST - MINUTE), run(FIRST)) == ([], [Outcome.SENT])


def test_unverified_address_gets_nothing_until_it_is_verified(world):
    digest = make_digest(make_reader(verified=False))
    publish("Story", FIRST - HOUR, section=world)

    assert (run(FIRST), mail.outbox) == ([Outcome.UNVERIFIED], [])
    EmailAddress.objects.filter(user=digest.feed.owner).update(verified=True)
    assert run(FIRST + HOUR) == [Outcome.SENT]


def test_closed_account_gets_nothing(world):
    user = make_reader()
    make_digest(user)
    publish("Story", FIRST - HOUR, section=world)
    user.is_active = False
    user.save()

    assert run(FIRST) == []


def test_deleted_feed_takes_its_digest_along(world):
    digest = make_digest()
    publish("Story", FIRST - HOUR, section=world)
    run(FIRST)

    delete_feed(digest.feed)

    assert (run(FIRST + DAY), SentDigest.objects.count()) == ([], 0)


def test_what_became_of_editions_is_forgotten_after_a_quarter(world):
    make_digest()
    for day in (0, 1, 91):
        run(FIRST + day * DAY)

    assert states() == [(FIRST + DAY, "empty"), (FIRST + 91 * DAY, "empty")]
