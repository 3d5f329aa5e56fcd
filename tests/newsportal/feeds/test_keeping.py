import random
from string import ascii_letters

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from newsportal.feeds.cookie import keep_in_cookie
from newsportal.feeds.keeping import (
    MOST_FEEDS,
    change_rules,
    create_feed,
    delete_feed,
    feed_of,
    feeds_of,
    keep_rules,
    make_default,
    move_feed,
    rename_feed,
    take_over,
)
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules, RulesError
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WORLD = Rules(include=Choice(topics=("world",)))
SPORT = Rules(include=Choice(topics=("sport",)))
NO_SPORT = Rules(mute=Choice(topics=("sport",)))


def asked_by(user=None, *, cookie: Rules | None = None):
    request = RequestFactory().get("/my/")
    request.user = user or AnonymousUser()
    if cookie:
        response = HttpResponse()
        keep_in_cookie(response, cookie)
        request.COOKIES["feed"] = response.cookies["feed"].value
    return request


def feeds(user) -> list[tuple]:
    return [(feed.name, feed.slug, feed.is_default, feed.rules) for feed in Feed.objects.of(user)]


def test_reader_without_account_has_the_feed_of_the_cookie():
    request = asked_by(cookie=WORLD)

    assert [feed.rules for feed in feeds_of(request)] == [WORLD]
    assert (feed_of(request).rules, feed_of(asked_by()).rules) == (WORLD, Rules())


def test_rules_are_kept_in_the_cookie_or_in_the_row():
    anonymous, user = HttpResponse(), make_user()

    keep_rules(anonymous, feed_of(asked_by()), WORLD)
    keep_rules(HttpResponse(), feed_of(asked_by(user)), SPORT)

    assert "feed" in anonymous.cookies
    assert feeds(user) == [("My feed", "my-feed", True, SPORT)]


def test_rules_that_cannot_be_kept_leave_everything_as_it_was():
    response, feed = HttpResponse(), feed_of(asked_by(cookie=WORLD))
    dice = random.Random(1)
    large = Rules(include=Choice(words=tuple("".join(dice.choices(ascii_letters, k=150)) for _ in range(50))))

    with pytest.raises(RulesError, match="more rules than this browser can remember"):
        keep_rules(response, feed, large)

    assert (dict(response.cookies), feed.rules) == ({}, WORLD)


def test_named_feed_is_found_among_the_readers_own_only():
    ann, ben = make_user("ann"), make_user("ben")
    create_feed(ann, name="Grain", rules=WORLD)

    assert feed_of(asked_by(ann), "grain").rules == WORLD
    for request in (asked_by(ben), asked_by(), asked_by(cookie=WORLD)):
        with pytest.raises(Http404):
            feed_of(request, "grain")


def test_name_of_a_feed_gives_a_free_address():
    user = make_user()

    slugs = [create_feed(user, name=name).slug for name in ("Grain", "Grain", "edit", "Saved", "Зерно", "!?")]

    assert slugs == ["grain", "grain-2", "edit-2", "saved-2", "зерно", "feed"]


def test_renamed_feed_has_the_address_of_its_name():
    user = make_user()
    feed = create_feed(user, name="Grain", rules=WORLD)

    rename_feed(feed, "Grain ")
    rename_feed(feed, "Wheat")

    assert feeds(user) == [("Wheat", "wheat", True, WORLD)]


def test_account_holds_a_bounded_number_of_feeds():
    user = make_user()
    for number in range(MOST_FEEDS):
        create_feed(user, name=f"Feed {number}")

    with pytest.raises(RulesError, match="up to 20 feeds"):
        create_feed(user, name="One more")


def test_feeds_are_moved_within_their_list():
    user = make_user()
    first, _second, third = (create_feed(user, name=name) for name in ("A", "B", "C"))

    move_feed(third, by=-1)
    move_feed(first, by=-1)

    assert [feed.name for feed in Feed.objects.of(user)] == ["A", "C", "B"]
    move_feed(first, by=99)
    assert [feed.name for feed in Feed.objects.of(user)] == ["C", "B", "A"]


@pytest.mark.parametrize(
    "act",
    [
        lambda feed: keep_rules(HttpResponse(), feed, SPORT),
        lambda feed: change_rules(HttpResponse(), feed, lambda rules: SPORT),
        lambda feed: rename_feed(feed, "Wheat"),
        lambda feed: move_feed(feed, by=1),
        make_default,
        delete_feed,
    ],
    ids=["keep", "change", "rename", "move", "default", "delete"],
)
def test_feed_that_was_deleted_in_another_window_is_not_found(act):
    user = make_user()
    create_feed(user, name="Stays", rules=WORLD)
    feed = create_feed(user, name="Grain", rules=WORLD)
    Feed.objects.filter(pk=feed.pk).delete()

    with pytest.raises(Http404):
        act(feed)

    assert feeds(user) == [("Stays", "stays", True, WORLD)]


def test_one_feed_is_the_default_whatever_happens_to_it():
    user = make_user()
    first, second = create_feed(user, name="A"), create_feed(user, name="B")

    make_default(second)
    assert feed_of(asked_by(user)).name == "B"
    second.refresh_from_db()
    delete_feed(second)
    assert feed_of(asked_by(user)).name == "A"
    first.refresh_from_db()
    delete_feed(first)
    assert feed_of(asked_by(user)).pk is None


@pytest.mark.parametrize(
    ("kept", "brought", "result"),
    [
        (None, WORLD, [("My feed", WORLD)]),
        (SPORT, WORLD, [("My feed", Rules(include=Choice(topics=("sport", "world"))))]),
        (WORLD, WORLD, [("My feed", WORLD)]),
        (WORLD, Rules(), [("My feed", WORLD)]),
        (Rules(), WORLD, [("My feed", WORLD)]),
        (SPORT, NO_SPORT, [("My feed", SPORT), ("From this browser", NO_SPORT)]),
        (NO_SPORT, WORLD, [("My feed", NO_SPORT), ("From this browser", WORLD)]),
    ],
    ids=["first", "joined", "same", "nothing", "empty", "contradicting", "all news"],
)
def test_feed_of_the_browser_joins_the_account_and_nothing_is_lost(kept, brought, result):
    user = make_user()
    if kept is not None:
        create_feed(user, name="My feed", rules=kept)

    take_over(user, brought)
    take_over(user, brought)  # signing in again

    assert [(name, rules) for name, _, _, rules in feeds(user)] == result


def test_feed_of_the_browser_stands_apart_when_there_is_no_room():
    user, words = make_user(), tuple(f"word{n}" for n in range(100))
    create_feed(user, name="Full", rules=Rules(include=Choice(words=words)))

    take_over(user, WORLD)

    assert [(name, len(rules)) for name, _, _, rules in feeds(user)] == [("Full", 100), ("From this browser", 1)]


def test_cookie_is_forgotten_once_its_feed_has_joined_the_account(client):
    user = make_user()
    client.cookies["feed"] = asked_by(cookie=WORLD).COOKIES["feed"]
    client.force_login(user)

    response = client.get("/my/")

    assert response.cookies["feed"]["max-age"] == 0
    assert feeds(user) == [("My feed", "my-feed", True, WORLD)]
