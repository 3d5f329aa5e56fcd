"""What is new since the reader was here: visits, the first page of a feed, and the count for an open page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.stream import Cursor
from newsportal.feeds import visits
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.visits import News, Visit
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
MINUTE = datetime.timedelta(minutes=1)
NOW = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
WORLD = Rules(Choice(topics=("world",)))


@pytest.fixture
def world():
    return make_section("World")


@pytest.fixture
def feed(client):
    """The default feed of the signed-in reader."""
    user = make_user()
    client.force_login(user)
    return create_feed(user, name="Mine", rules=WORLD)


@pytest.fixture
def follower(client, world):
    """A browser without an account that follows World."""
    client.post("/my/follow/", {"follow": "topic:world"}, headers=HERE | {"Accept": "application/json"})
    return client


def was_here(browser, *, minutes_ago: float, feed=None, until=None) -> None:
    """Let the last page of the reader have been so long ago."""
    at = timezone.now() - minutes_ago * MINUTE
    if feed:
        type(feed).objects.filter(pk=feed.pk).update(seen_at=at, seen_until=until)
    else:
        browser.cookies["seen"] = f"{int(until.timestamp()) if until else ''}.{int(at.timestamp())}"


def news(response) -> tuple:
    found = response.context["news"]
    return found.count, found.more, found.read_from


def test_visit_begins_goes_on_and_is_followed_by_another():
    first = Visit.at(NOW, None)
    same = Visit.at(NOW + 30 * MINUTE, first)
    still = Visit.at(NOW + 60 * MINUTE, same)
    later = Visit.at(NOW + 91 * MINUTE, still)
    goes_on = Visit.at(NOW + 100 * MINUTE, later)

    assert [first, same, still] == [Visit(None, NOW), Visit(None, NOW + 30 * MINUTE), Visit(None, NOW + 60 * MINUTE)]
    assert later == Visit(NOW + 60 * MINUTE, NOW + 91 * MINUTE)
    assert goes_on == Visit(NOW + 60 * MINUTE, NOW + 100 * MINUTE)


def test_visit_of_a_clock_that_was_put_back_begins_anew():
    assert Visit.at(NOW, Visit(NOW - MINUTE, NOW + MINUTE)) == Visit(None, NOW)


def test_first_visit_tells_of_nothing_new(follower, world):
    make_article("Story", section=world)

    response = follower.get("/my/")

    assert news(response) == (0, False, None)
    assert "since you were here" not in response.content.decode()


@pytest.mark.parametrize("has_account", [True, False])
def test_stories_since_the_last_visit_are_counted_and_set_apart(client, world, request, has_account):
    feed = request.getfixturevalue("feed") if has_account else None
    browser = client if has_account else request.getfixturevalue("follower")
    old = make_article("Old", section=world, hours_ago=3)
    for hours in (1, 0.5):
        make_article("New", section=world, hours_ago=hours)
    was_here(browser, minutes_ago=120, feed=feed)

    first, again = browser.get("/my/"), browser.get("/my/")

    assert (news(first), news(again)) == ((2, False, old.pk), (2, False, old.pk))
    html = " ".join(first.content.decode().split())
    assert "new stories since you were here" in html
    assert html.index(">New<") < html.index("You had read from here on") < html.index(">Old<")


def test_page_within_the_visit_keeps_what_is_new_and_the_next_visit_ends_it(client, world, feed):
    make_article("Before", section=world, hours_ago=3)
    make_article("Meanwhile", section=world, hours_ago=1)
    was_here(client, minutes_ago=29, feed=feed, until=timezone.now() - 120 * MINUTE)
    within = news(client.get("/my/"))
    was_here(client, minutes_ago=31, feed=feed, until=timezone.now() - 120 * MINUTE)

    assert (within[0], news(client.get("/my/"))[0]) == (1, 0)


def test_whole_page_of_new_stories_says_that_there_may_be_more(client, world, feed):
    for _ in range(21):
        make_article(section=world, hours_ago=1)
    was_here(client, minutes_ago=120, feed=feed)

    response = client.get("/my/")

    assert news(response) == (20, True, None)
    assert '<span class="count" data-strong>20+</span>' in response.content.decode()


def test_older_pages_and_parts_of_the_feed_are_no_visit(client, world, feed):
    story = make_article(section=world)

    for address in (f"/my/?before={Cursor.of(story)}", "/my/part/", f"/my/new/?after={Cursor.of(story)}"):
        client.get(address)
    client.head("/my/")
    client.get("/my/", headers={"Sec-Purpose": "prefetch;prerender"})

    feed.refresh_from_db()
    assert (feed.seen_at, feed.seen_until) == (None, None)


def test_feeds_of_an_account_are_visited_one_by_one(client, world, feed):
    other = create_feed(feed.owner, name="Other", rules=WORLD)

    client.get("/my/other/")

    feed.refresh_from_db()
    other.refresh_from_db()
    assert (feed.seen_at is None, other.seen_at is None) == (True, False)


def test_visit_is_not_written_for_every_page(client, world, feed):
    make_article(section=world)
    client.get("/my/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/my/")

    assert [query["sql"] for query in queries if query["sql"].startswith("UPDATE")] == []


def test_cookie_of_the_visit_goes_to_personal_pages_alone(follower, world):
    make_article(section=world)

    cookie = follower.get("/my/").cookies["seen"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/my/", True, "Lax")
    assert [list(follower.get(address).cookies) for address in ("/", "/news/", "/topics/world/")] == [[], [], []]


def test_empty_feed_is_no_visit(client):
    assert "seen" not in client.get("/my/").cookies


@pytest.mark.parametrize(
    "value", ["", "x", ".", "1", "1.", "-1.-1", "1.1.1", "9" * 12 + "." + "9" * 12, "9999999999.9999999999", "1e3.5"]
)
def test_cookie_that_no_visit_wrote_is_a_first_visit(follower, world, value):
    make_article("Story", section=world)
    follower.cookies["seen"] = value

    response = follower.get("/my/")

    assert (response.status_code, news(response)) == (200, (0, False, None))


def test_news_of_a_short_page_that_goes_on_may_be_more():
    article = make_article(hours_ago=1)
    visit = Visit(article.published_at - MINUTE, timezone.now())
    page = visits.StreamPage([article], Cursor.of(article))

    assert News.on(page, visit) == News(1, True, None)


def test_open_feed_is_told_how_many_stories_came(client, world, feed):
    sport = make_section("Sport")
    seen = make_article("Seen", section=world, hours_ago=3)
    after = Cursor.of(seen)
    counts = [client.get(f"/my/new/?after={after}").json()]
    make_article("Other", section=sport, hours_ago=2)
    make_article("New", section=world, hours_ago=2)
    make_article("Scheduled", section=world, hours_ago=-2)
    counts.append(client.get(f"/my/mine/new/?after={after}").json())
    make_article("Newer", section=world, hours_ago=1)
    counts.append(client.get(f"/my/new/?after={after}").json())

    assert counts == [
        {"count": 0, "text": ""},
        {"count": 1, "text": "Show 1 new story"},
        {"count": 2, "text": "Show 2 new stories"},
    ]


def test_count_of_a_feed_leaves_out_what_it_mutes(client, world, feed):
    seen = make_article("Seen", section=world, hours_ago=3)
    feed.rules = Rules(Choice(topics=("world",)), Choice(tags=("grain",), words=("football",)))
    feed.save()
    make_article("Muted by tag", section=world, tags=["grain"], hours_ago=2)
    make_article("Football again", section=world, hours_ago=2)
    make_article("Shown", section=world, hours_ago=2)

    assert client.get(f"/my/new/?after={Cursor.of(seen)}").json()["count"] == 1


def test_count_of_a_feed_ends_at_twenty(client, world, feed):
    seen = make_article(section=world, hours_ago=3)
    for _ in range(25):
        make_article(section=world, hours_ago=2)

    assert client.get(f"/my/new/?after={Cursor.of(seen)}").json() == {"count": 20, "text": "Show 20+ new stories"}


def test_count_is_the_readers_own_and_asked_with_an_etag(client, world, feed):
    address = f"/my/new/?after={Cursor.of(make_article(section=world))}"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    make_article(section=world, hours_ago=0.5)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@pytest.mark.parametrize("after", ["", "x", "1", "9" * 17 + "-" + "9" * 18 + "9", "\x00"])
def test_question_that_no_page_asks_is_refused(client, feed, after):
    assert client.get("/my/new/", {"after": after}).status_code == 400


def test_count_of_a_feed_of_somebody_else_is_not_found(client, world):
    create_feed(make_user("other"), name="Theirs", rules=WORLD)
    client.force_login(make_user())

    assert client.get("/my/theirs/new/?after=1-1").status_code == 404


def test_page_asks_from_its_newest_story_on(client, world, feed):
    make_article("Older", section=world, hours_ago=2)
    newest = make_article("Newest", section=world, hours_ago=1)

    html = client.get("/my/").content.decode()

    assert f'data-url="/my/new/?after={Cursor.of(newest)}"' in html
    assert "new-stories" not in client.get(f"/my/?before={Cursor.of(newest)}").content.decode().partition("<script")[0]
