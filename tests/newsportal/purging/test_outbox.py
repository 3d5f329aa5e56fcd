"""What caches have still to be told: nothing is lost, nothing is told too often."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from articles.models import Status
from newsportal.home.models import Placement
from newsportal.purging import outbox
from newsportal.purging.caches import Cloudflare, OwnCache
from newsportal.purging.models import Purge
from newsportal.purging.outbox import MOST_OF_AN_ACT, Told, keys_of_moments, put, send_due, waiting_since
from tests.factories import make_article, make_section
from tests.newsportal.purging.front import Front

pytestmark = pytest.mark.django_db
SECOND, MINUTE = datetime.timedelta(seconds=1), datetime.timedelta(minutes=1)


@pytest.fixture
def front(settings):
    with Front() as front:
        settings.PURGE_URLS = [front.url]
        yield front


def test_acts_of_one_moment_become_one_request_with_each_key_once(front):
    put(["rates", "news"])
    put(["news", "home"])

    told = send_due()

    assert (front.keys, told) == ([["home", "news", "rates"]], [Told(front.url, 3)])
    assert (send_due(), len(front.asked), Purge.objects.count()) == ([], 1, 0)


def test_a_story_is_told_with_the_lists_it_stands_in_when_it_is_sent(front):
    story = make_article()
    put([f"article-{story.pk}"])
    world = make_section("World")
    story.topic_rows.create(topic=world)

    send_due()

    assert front.keys == [[f"article-{story.pk}", "news", f"topic-{world.pk}"]]


def test_nothing_is_put_by_a_transaction_that_is_taken_back(front):
    with transaction.atomic():
        put(["news"])
        transaction.set_rollback(True)

    assert (send_due(), front.asked) == ([], [])


def test_cache_that_fails_is_asked_again_later_and_later(front):
    front.answers = [(503, {})] * 3
    now = timezone.now()
    put(["news"])

    first = send_due(now=now)
    put(["rates"])
    tried = [bool(send_due(now=now + passed * SECOND)) for passed in (4, 6, 15, 17, 36, 60)]

    assert first == [Told(front.url, 1, "it answered with status 503")]
    assert tried == [False, True, False, True, False, True]
    assert front.keys == [["news"], *[["news", "rates"]] * 3]
    assert Purge.objects.count() == 0


def test_cache_that_names_a_pause_gets_it(front):
    front.answers = [(429, {"Retry-After": "120"})]
    now = timezone.now()
    put(["news"])

    send_due(now=now)

    assert [bool(send_due(now=now + passed)) for passed in (119 * SECOND, 121 * SECOND)] == [False, True]


def test_one_cache_that_is_away_keeps_no_other_waiting(front, settings):
    with Front() as gone:
        away = gone.url
    settings.PURGE_URLS = [away, front.url]
    put(["news"])

    told = send_due()

    assert [(one.cache, bool(one.problem)) for one in told] == [(away, True), (front.url, False)]
    assert (front.keys, list(Purge.objects.values_list("cache", "key", "tries"))) == ([["news"]], [(away, "news", 1)])


def test_many_keys_are_told_in_parts(front):
    put([f"topic-{number}" for number in range(70)])
    cache = Cloudflare("0" * 32, "token", send=front.send, name=front.url)

    send_due([cache])

    assert [len(keys) for keys in front.keys] == [30, 30, 10]


def test_an_act_on_more_stories_than_can_be_named_is_one_on_everything(front):
    put([f"article-{number}" for number in range(MOST_OF_AN_ACT + 1)])

    send_due()

    assert front.keys == [["site"]]


def test_more_keys_than_can_be_named_together_are_everything(front, monkeypatch):
    monkeypatch.setattr(outbox, "MOST_KEYS", 2)
    put(["rates", "news", "home"])

    send_due()

    assert front.keys == [["site"]]


def test_what_no_cache_can_keep_any_more_is_forgotten(front):
    put(["news"])

    assert (send_due(now=timezone.now() + datetime.timedelta(days=1, minutes=1)), Purge.objects.count()) == ([], 0)


def test_cache_that_is_not_set_any_more_is_told_nothing(front, settings):
    put(["news"])
    settings.PURGE_URLS = []

    assert (send_due(), front.asked, Purge.objects.count()) == ([], [], 0)


def test_what_comes_while_one_is_told_goes_with_the_next(front):
    class Slow(OwnCache):
        def purge(self, keys):
            put(["rates"])
            return super().purge(keys)

    put(["news"])
    send_due([Slow(front.url)])
    send_due()

    assert front.keys == [["news"], ["rates"]]


def test_moments_that_have_passed_have_keys():
    now = timezone.now()
    appeared, coming = (make_article(hours_ago=hours) for hours in (0.01, -1))
    gone = make_article(withdraw_at=now - 10 * SECOND)
    make_article(status=Status.DRAFT)
    Placement.objects.create(article=coming, slot=0, until=now - SECOND)

    passed = keys_of_moments(now - 2 * MINUTE, now)

    assert sorted(passed) == sorted([f"article-{appeared.pk}", f"article-{gone.pk}", "home"])
    assert keys_of_moments(now - 3 * SECOND, now - 2 * SECOND) == []


def test_command_tells_what_waits_what_passed_and_what_it_is_given(front, capsys):
    story = make_article(hours_ago=0.01)
    put(["rates"])

    call_command("send_purges", "site")

    assert front.keys == [sorted([f"article-{story.pk}", "news", "rates", "site"])]
    assert capsys.readouterr().out == f"{front.url}: told of 4 keys\n"


def test_command_fails_as_long_as_a_cache_knows_less(front, capsys):
    front.answers = [(403, {})]
    put(["rates"])

    for expected in (f"{front.url}: it answered with status 403\n", ""):
        with pytest.raises(CommandError, match="does not know everything"):
            call_command("send_purges")
        assert capsys.readouterr().out == expected
    assert waiting_since() is not None


@pytest.mark.parametrize("key", ["article 12", "Article-12", "", "article-12,news"])
def test_command_refuses_what_is_no_key(front, key):
    with pytest.raises(CommandError, match="is no key"):
        call_command("send_purges", key)

    assert front.asked == []


def test_command_says_that_there_is_nobody_to_tell():
    with pytest.raises(CommandError, match="No cache in front is set"):
        call_command("send_purges")
