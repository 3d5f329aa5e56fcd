"""The pages of a reader's feeds, and the filter that is saved to the default one."""

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.stream import STREAM_SIZE
from newsportal.feeds import reading
from newsportal.feeds.cookie import SALT
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_section, make_topic, make_user
from topics.models import Topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


def save(client, *slugs):
    return client.post("/my/", {"topic": list(slugs)}, headers=HERE, follow=True)


def shown(client, address="/my/"):
    return [article.headline for article in client.get(address).context["page"].articles]


def followed(client):
    return [topic.name for topic in client.get("/my/").context["cut"].include.topics]


@pytest.fixture
def stories():
    world, economy = make_section("World"), make_section("Economy")
    make_article("World story", section=world, hours_ago=1)
    make_article("Economy story", section=economy, hours_ago=2)
    make_article("Other story", section=make_section("Sport"), hours_ago=3)


def test_feed_starts_empty_and_offers_topics(client, stories):
    response = client.get("/my/")

    assert (response.context["page"].articles, response.context["cut"].is_empty) == ([], True)
    assert "Your feed is empty" in response.content.decode()


def test_saved_filter_is_the_readers_feed(client, stories):
    response = save(client, "world", "economy")

    assert (followed(client), shown(client)) == (["Economy", "World"], ["World story", "Economy story"])
    assert "Your feed follows 2 more topics." in response.content.decode()


def test_saved_filter_joins_what_the_feed_holds(client, stories):
    save(client, "world")

    save(client, "sport", "world")

    assert followed(client) == ["World", "Sport"]


def test_saving_no_topic_changes_nothing_and_says_so(client, stories):
    save(client, "world")

    response = save(client)

    assert followed(client) == ["World"]
    assert "No topic was chosen" in response.content.decode()


def test_cookie_is_first_party_signed_and_out_of_reach_of_scripts(client, stories):
    client.post("/my/", {"topic": ["world"]}, headers=HERE)

    cookie = client.cookies["feed"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert signing.loads(cookie.value, salt=SALT) == {"include": {"topics": ["world"]}}


def test_feed_survives_a_topics_new_slug(client, stories):
    save(client, "world")

    rename_slug(Topic.objects.get(slug="world"), "planet")

    assert shown(client) == ["World story"]


def test_unknown_topic_is_named_and_the_others_are_kept(client, stories):
    response = save(client, "world", "nonsense")

    assert followed(client) == ["World"]
    assert "There is no topic “nonsense”." in response.content.decode()


def test_feed_that_does_not_fit_a_cookie_says_so_and_keeps_the_old_one(client, stories):
    save(client, "world")
    slugs = [
        make_topic(f"{n} " + "".join(chr(0x4E00 + (n * 997 + k * 31) % 9000) for k in range(60))).slug
        for n in range(50)
    ]

    response = save(client, *slugs)

    assert "more rules than this browser can remember" in response.content.decode()
    assert followed(client) == ["World"]


def test_account_has_its_feeds_at_their_names(client, stories):
    user = make_user()
    create_feed(user, name="My feed", rules=Rules(Choice(topics=("world",))))
    create_feed(user, name="Markets", rules=Rules(mute=Choice(topics=("world", "sport"))))
    client.force_login(user)

    assert shown(client) == shown(client, "/my/my-feed/") == ["World story"]
    assert shown(client, "/my/markets/") == ["Economy story"]
    assert shown(client, "/my/markets/part/") == ["Economy story"]


def test_feed_of_somebody_else_is_not_found(client, stories):
    create_feed(make_user("ann"), name="Markets", rules=Rules(Choice(topics=("world",))))
    client.force_login(make_user("ben"))

    assert [client.get(f"/my/markets/{rest}").status_code for rest in ("", "part/", "edit/", "new/?after=1-1")] == [
        404
    ] * 4


def test_first_filter_of_an_account_becomes_its_default_feed(client, stories):
    user = make_user()
    client.force_login(user)

    save(client, "world")

    feed = Feed.objects.get(owner=user)
    assert (feed.is_default, feed.slug, feed.rules) == (True, "my-feed", Rules(Choice(topics=("world",))))
    assert "feed" not in client.cookies


@pytest.mark.parametrize("query", ["?before=rubbish", "?before=1-99999999999999999999", "?before=%00", "?topic=x"])
def test_damaged_address_shows_the_newest_stories(client, stories, query):
    save(client, "world")

    assert shown(client, f"/my/{query}") == ["World story"]


def test_pages_of_a_feed_lead_to_its_end(client):
    world = make_section("World")
    for hour in range(45):
        make_article(f"Story {hour}", section=world, hours_ago=1 + hour)
    save(client, "world")

    found, query = [], ""
    while query is not None:
        page = client.get(f"/my/{query}").context["page"]
        found += [article.headline for article in page.articles]
        query = f"?before={page.next_cursor}" if page.next_cursor else None

    assert found == [f"Story {hour}" for hour in range(45)]


def test_page_that_found_nothing_yet_links_on(client, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    world = make_section("World")
    for hour in range(2 * STREAM_SIZE + 5):
        make_article(section=world, hours_ago=1 + hour)
    user = make_user()
    create_feed(user, name="Not the world", rules=Rules(mute=Choice(topics=("world",))))
    client.force_login(user)

    response = client.get("/my/")

    cursor = response.context["page"].next_cursor
    assert (response.context["page"].articles, cursor is None) == ([], False)
    assert f'href="/my/?before={cursor}"' in response.content.decode()


def test_pages_belong_to_the_reader_alone(client, stories):
    save(client, "world")

    for address in ("/my/", "/my/part/"):
        response = client.get(address)
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_form_from_elsewhere_is_refused(client, stories):
    response = client.post("/my/", {"topic": ["world"]}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (response.status_code, "feed" in client.cookies) == (403, False)


def test_number_of_queries_is_the_same_for_one_story_and_for_twenty(client, stories):
    def queries():
        client.get("/zone/")  # what all pages share is kept from here on
        with CaptureQueriesContext(connection) as captured:
            client.get("/my/")
        return len(captured)

    save(client, "world")
    one = queries()
    for _ in range(19):
        make_article(section=Topic.objects.get(slug="world"), topics=[make_topic()])

    assert queries() == one
