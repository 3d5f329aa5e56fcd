"""What becomes of a source and its items when it is asked."""

import pytest

from newsportal.http import Conditions, Response, TooSlow
from newsportal.partners.models import PartnerItem, Source
from newsportal.partners.records import Feed, FeedItem
from newsportal.partners.refreshing import RefreshResult, newest, refresh
from newsportal.partners.strip import strip
from tests.newsportal.partners.feeds import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    answering,
    failing,
    item,
    make_item,
    make_source,
    rss,
)

pytestmark = pytest.mark.django_db


def read(source, *items, now=NOW, **fields) -> RefreshResult:
    return refresh(source, fetch=answering(rss(*items), **fields), now=now, jitter=lambda: 0)


def titles(source) -> list[str]:
    return [found.title for found in source.items.newest_first()]


def stored(source) -> Source:
    return Source.objects.get(pk=source.pk)


def test_items_are_stored_newest_first_and_the_result_stands_on_the_source():
    source = make_source(minutes=30)

    result = read(source, item("old", hours_ago=5), item("new", hours_ago=1), etag='"7"', last_modified="today")

    assert result == RefreshResult("2 items in the feed, 2 new.", created=2, seen=2)
    assert titles(source) == ["new", "old"]
    found = stored(source)
    assert (found.outcome, found.items_seen, found.failures) == ("2 items in the feed, 2 new.", 2, 0)
    assert (found.asked_at, found.answered_at, found.next_fetch_at) == (NOW, NOW, NOW + 30 * MINUTE)
    assert (found.etag, found.last_modified) == ('"7"', "today")
    assert source.outcome == found.outcome


def test_second_reading_changes_nothing():
    source = make_source()
    read(source, item("a"), item("b"))
    before = list(PartnerItem.objects.values())

    result = read(source, item("a"), item("b"), now=NOW + HOUR)

    assert (result.created, result.updated, result.skipped, result.removed) == (0, 0, 0, 0)
    assert list(PartnerItem.objects.values()) == before


def test_changed_title_and_address_are_corrected_and_the_moment_stays():
    source = make_source()
    read(source, item("a", hours_ago=3))
    again = item("a", title="Better", link="https://gazette.example/moved", hours_ago=0)

    result = read(source, again)

    [found] = source.items.all()
    assert (result.created, result.updated) == (0, 1)
    assert (found.title, found.url) == ("Better", "https://gazette.example/moved")
    assert found.published_at == NOW - 3 * HOUR


def test_story_that_another_source_brought_stands_once():
    first, second = make_source("First"), make_source("Second")
    read(first, item("a", link="https://agency.example/story?utm_source=first"))

    result = read(second, item("b", link="http://www.agency.example/story/"), item("c"))

    assert result == RefreshResult(
        "2 items in the feed, 1 new, 1 brought by another source.", created=1, skipped=1, seen=2
    )
    assert (titles(first), titles(second)) == (["a"], ["c"])


def test_item_is_not_moved_to_the_address_of_another_one():
    source = make_source()
    read(source, item("a"), item("b"))

    read(source, item("a", link="https://gazette.example/b"), item("b"))

    assert sorted(source.items.values_list("title", "url")) == [
        ("a", "https://gazette.example/a"),
        ("b", "https://gazette.example/b"),
    ]


def test_items_beyond_the_number_kept_are_forgotten_and_do_not_come_back():
    source, other = make_source(items_kept=2), make_source("Other")
    make_item(other, "theirs", hours_ago=99)
    read(source, item("a", hours_ago=4), item("b", hours_ago=3))

    result = read(source, item("c", hours_ago=1), item("b", hours_ago=3), item("a", hours_ago=4))
    again = read(source, item("c", hours_ago=1), item("b", hours_ago=3), item("a", hours_ago=4))

    assert (result.created, result.removed, again.created, again.removed) == (1, 1, 0, 0)
    assert (titles(source), titles(other)) == (["c", "b"], ["theirs"])


def test_item_of_a_date_to_come_does_not_return_as_new_when_others_push_it_out():
    source = make_source(items_kept=2)
    ahead = item("ahead", hours_ago=-1000)
    read(source, ahead)

    for hour, name in enumerate("abc", start=1):
        read(source, ahead, item(name, hours_ago=-hour), now=NOW + hour * HOUR)

    assert titles(source) == ["c", "ahead"]
    assert source.items.get(title="ahead").published_at == NOW


def test_feed_that_names_nothing_any_more_leaves_what_is_there():
    source = make_source()
    read(source, item("a"), item("b", hours_ago=2))

    result = read(source, now=NOW + HOUR)

    assert (result.outcome, result.is_failure) == ("0 items in the feed, 0 new.", False)
    assert titles(source) == ["a", "b"]


def test_items_without_a_date_keep_the_order_of_the_feed_and_the_moment_they_were_first_seen():
    source = make_source()
    read(source, item("b", hours_ago=None), item("a", hours_ago=None))

    read(source, item("c", hours_ago=None), item("b", hours_ago=None), now=NOW + HOUR)

    assert titles(source) == ["c", "b", "a"]
    assert [found.published_at for found in source.items.newest_first()] == [NOW + HOUR, NOW, NOW]


def test_date_to_come_is_now():
    source = make_source()

    read(source, item("a", hours_ago=-1000))

    assert source.items.get().published_at == NOW


def test_newest_are_by_date_only_if_all_have_one():
    def feed(*hours) -> Feed:
        moments = [hour and NOW + hour * HOUR for hour in hours]
        return Feed("", "", "", tuple(FeedItem(str(n), "u", str(n), moment) for n, moment in enumerate(moments)))

    assert [[found.title for found in newest(feed(*hours), 2)] for hours in ((1, 3, 2), (1, None, 2))] == [
        ["1", "2"],
        ["0", "1"],
    ]


def test_feed_is_asked_for_only_if_it_has_changed():
    source = make_source(etag='"7"', last_modified="today")
    asked = []

    def fetch(url, *, conditions):
        asked.append((url, conditions))
        return Response(status=304, url=url)

    result = refresh(source, fetch=fetch, now=NOW)

    assert asked == [(source.feed_url, Conditions('"7"', "today"))]
    assert result == RefreshResult("Nothing new since last time.")
    assert (stored(source).etag, stored(source).answered_at) == ('"7"', NOW)


@pytest.mark.parametrize(
    ("fetch", "outcome"),
    [
        (failing(TooSlow("They did not answer in time.")), "They did not answer in time."),
        (answering(status=404), "The source answered with status 404."),
        (answering(status=500), "The source answered with status 500."),
        (
            answering(b"<html><title>Sorry"),
            "There is no feed at this address: it is neither RSS nor Atom nor JSON Feed.",
        ),
        (answering(b""), "The answer is empty."),
    ],
)
def test_failure_keeps_what_is_there_and_is_told_on_the_source(fetch, outcome):
    source = make_source()
    read(source, item("a"), etag='"7"')

    result = refresh(source, fetch=fetch, now=NOW + HOUR, jitter=lambda: 0)

    found = stored(source)
    assert result == RefreshResult(outcome, is_failure=True)
    assert titles(source) == ["a"]
    assert (found.outcome, found.failures, found.answered_at, found.etag) == (outcome, 1, NOW, '"7"')
    assert found.is_active


def test_pause_doubles_with_every_failure_up_to_a_day_and_starts_anew_after_a_success():
    source = make_source(minutes=60)
    pauses = []
    for _attempt in range(6):
        refresh(source, fetch=answering(status=500), now=NOW, jitter=lambda: 0)
        pauses.append((stored(source).next_fetch_at - NOW) // HOUR)
    read(source, item("a"))

    assert pauses == [2, 4, 8, 16, 24, 24]
    assert stored(source).next_fetch_at - NOW == HOUR


def test_chance_makes_the_pause_longer_by_up_to_a_quarter():
    source = make_source(minutes=60)

    refresh(source, fetch=answering(status=500), now=NOW, jitter=lambda: 1.0)

    assert stored(source).next_fetch_at - NOW == 2.5 * HOUR


@pytest.mark.parametrize("status", [429, 503])
def test_pause_that_the_source_asks_for_is_kept(status):
    source = make_source(minutes=5)

    result = refresh(source, fetch=answering(status=status, retry_after=7 * 24 * 3600), now=NOW, jitter=lambda: 0)

    assert result.outcome == f"The source asks for a pause (status {status})."
    assert stored(source).next_fetch_at == NOW + 7 * DAY


def test_short_pause_asked_for_does_not_shorten_ours():
    source = make_source(minutes=60)

    refresh(source, fetch=answering(status=503, retry_after=1), now=NOW, jitter=lambda: 0)

    assert stored(source).next_fetch_at == NOW + 2 * HOUR


def test_feed_that_moved_for_good_is_asked_at_its_new_address():
    source = make_source()
    old, new = source.feed_url, "https://new.example/feed"

    read(source, item("a"), permanent_url=new)

    found = stored(source)
    assert (found.feed_url, found.moved_from, found.moved_at) == (new, old, NOW)


def test_move_to_something_that_is_no_feed_is_not_followed():
    source = make_source()

    refresh(source, fetch=answering(b"<html>", permanent_url="https://parked.example/"), now=NOW)

    assert (stored(source).feed_url, stored(source).moved_at) == (source.feed_url, None)


def test_feed_that_is_gone_is_switched_off():
    source = make_source()

    result = refresh(source, fetch=answering(status=410), now=NOW)

    found = stored(source)
    assert result.outcome == "The feed is gone for good (status 410): the source is switched off."
    assert (found.is_active, found.gone_at) == (False, NOW)
    assert list(Source.objects.due(NOW + 365 * DAY)) == []


def test_answer_of_an_address_that_was_changed_meanwhile_is_not_stored():
    source = make_source()
    Source.objects.update(feed_url="https://other.example/feed")

    result = read(source, item("a"))

    assert result == RefreshResult("The source was changed while it was asked; nothing was stored.")
    assert (titles(source), stored(source).asked_at) == ([], None)


def test_source_that_was_deleted_meanwhile_is_no_mistake():
    source = make_source()
    Source.objects.all().delete()

    assert read(source, item("a")).created == 0


def test_due_are_those_whose_time_has_come_the_longest_waiting_first():
    make_source("later", next_fetch_at=NOW + MINUTE)
    make_source("off", is_active=False)
    make_source("now", next_fetch_at=NOW)
    make_source("before", next_fetch_at=NOW - HOUR)
    make_source("never")

    assert [source.name for source in Source.objects.due(NOW)] == ["never", "before", "now"]


def test_source_is_asked_at_each_run_of_its_own_pace_but_never_early_after_a_failure():
    seconds = MINUTE / 60
    read(make_source("well", minutes=5), item("a"), now=NOW + 20 * seconds)
    asked_at = NOW - 5 * MINUTE + 20 * seconds
    refresh(make_source("failing", minutes=5), fetch=answering(status=500), now=asked_at, jitter=lambda: 0)

    due = {minutes: {source.name for source in Source.objects.due(NOW + minutes * MINUTE)} for minutes in (4, 5, 6)}

    assert due == {4: set(), 5: {"well"}, 6: {"well", "failing"}}


def test_new_items_are_shown_at_once():
    source = make_source()
    strip.forget()
    before = strip()

    read(source, item("a"))

    assert (before, [found.title for found in strip()]) == ((), ["a"])


def test_number_of_queries_is_the_same_for_one_item_and_for_twenty(django_assert_max_num_queries):
    source = make_source(items_kept=100)
    counts = []
    for count in (1, 20):
        names = [item(f"{count}-{n}", hours_ago=n) for n in range(count)]
        with django_assert_max_num_queries(11) as queries:
            read(source, *names)
        counts.append(len(queries))

    assert counts[0] == counts[1]
