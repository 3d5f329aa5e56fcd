import json
import re

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.publishing import retract
from newsportal.feeds.addresses import open_address, share, stop_sharing
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_section, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
RULES = Rules(include=Choice(topics=("world",), words=("grain",)), mute=Choice(words=("football",)))
NOBODYS = "A" * 43


@pytest.fixture
def user():
    return make_user("magdalena")


@pytest.fixture
def feed(user):
    make_section("World")
    feed = create_feed(user, name="Abroad & more", rules=RULES)
    open_address(feed)
    share(feed)
    return feed


@pytest.fixture
def stories(feed):
    return fill(45)


def fill(count):
    world = Topic.objects.get(slug="world")
    for n in range(count):
        make_article(f"Story {n:02}", section=world, hours_ago=n + 1)
    make_article("Football abroad", section=world, hours_ago=0.5)
    make_article("Grain at home", hours_ago=0.2)
    make_article("Nothing of it", hours_ago=0.1)
    return ["Grain at home", *(f"Story {n:02}" for n in range(count))]


def headlines_of(response, format) -> list[str]:
    if format == "json":
        return [item["title"] for item in json.loads(response.content)["items"]]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    return [entry.title for entry in parsed.entries]


def next_of(response, format) -> str | None:
    if format == "json":
        return json.loads(response.content).get("next_url")
    links = feedparser.parse(response.content).feed.links
    return next((link.href for link in links if link.rel == "next"), None)


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_feed_is_read_to_its_end_by_its_links(client, feed, stories, format):
    address, read = f"/feeds/{feed.token}.{format}", []
    while address:
        response = client.get(address)
        read.append(headlines_of(response, format))
        address = next_of(response, format)

    assert [len(page) for page in read] == [30, 16]
    assert sum(read, []) == stories


def test_feed_says_what_it_is(client, feed, stories):
    response = client.get(f"/feeds/{feed.token}.rss")

    about = feedparser.parse(response.content).feed
    assert (about.title, about.link) == ("Abroad & more · Test Wire", "http://127.0.0.1:8000/my/")
    assert about.subtitle == "Shows World, “grain”. Leaves out “football”."
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_story_of_the_feed_that_was_retracted_stands_in_it_once_more(client, feed, stories, format):
    for headline in ("Grain at home", "Story 03", "Football abroad", "Nothing of it"):
        retract(Article.objects.get(headline=headline), text="It was not so.")
    rest = [story for story in stories if story not in {"Grain at home", "Story 03"}]

    first = client.get(f"/feeds/{feed.token}.{format}")
    second = client.get(next_of(first, format))

    assert headlines_of(first, format) == ["Retracted: Story 03", "Retracted: Grain at home", *rest[:30]]
    assert headlines_of(second, format) == rest[30:]


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_feed_is_nobody_elses(client, feed, stories, format):
    response = client.get(f"/feeds/{feed.token}.{format}")

    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "magdalena" not in response.content.decode()
    assert response.cookies == {}


def test_feed_that_has_not_changed_is_not_sent_again(client, feed, stories):
    address = f"/feeds/{feed.token}.atom"
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    make_article("New grain", hours_ago=0.01)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [f"/feeds/{NOBODYS}.rss", f"/feeds/{NOBODYS}.txt", "/feeds/short.rss", "/feeds/.rss", "/feeds/None.rss"]
    + [f"/shared/{NOBODYS}/", f"/shared/{NOBODYS}/part/", "/shared/None/", f"/shared/{'é' * 43}/"],
)
def test_unknown_token_is_not_found(client, feed, address):
    assert client.get(address).status_code == 404


def test_one_token_does_not_open_the_other_door(client, feed):
    assert client.get(f"/feeds/{feed.share_token}.rss").status_code == 404
    assert client.get(f"/shared/{feed.token}/").status_code == 404


def test_tokens_of_a_closed_account_lead_nowhere(client, feed, user):
    user.is_active = False
    user.save()

    assert client.get(f"/feeds/{feed.token}.rss").status_code == 404
    assert client.get(f"/shared/{feed.share_token}/").status_code == 404


def test_damaged_position_shows_the_newest(client, feed, stories):
    assert headlines_of(client.get(f"/feeds/{feed.token}.rss?before=x\x00"), "rss") == stories[:30]


def test_feed_takes_the_same_queries_for_one_story_and_for_twenty(client, feed):
    fill(1)
    with CaptureQueriesContext(connection) as one:
        client.get(f"/feeds/{feed.token}.rss")
    fill(19)

    with CaptureQueriesContext(connection) as twenty:
        client.get(f"/feeds/{feed.token}.rss")

    assert len(twenty) == len(one)


# The shared page


def test_shared_page_shows_name_rules_and_stories_but_not_whose_they_are(client, feed, stories):
    response = client.get(f"/shared/{feed.share_token}/")

    page = response.content.decode()
    assert [article.headline for article in response.context["page"].articles] == stories[:20]
    assert "Abroad &amp; more</h1>" in page
    assert "Shows World, “grain”. Leaves out “football”." in page
    assert [word for word in ("magdalena", feed.token, "/my/abroad") if word in page] == []


def test_shared_page_goes_on_to_the_end(client, feed, stories):
    query, read = "", []
    while query is not None:
        page = client.get(f"/shared/{feed.share_token}/{query}").context["page"]
        read += [article.headline for article in page.articles]
        query = page.next_query or None

    assert read == stories


def test_part_of_the_shared_page_holds_its_stories_alone(client, feed, stories):
    page = client.get(f"/shared/{feed.share_token}/").context["page"]

    part = client.get(f"/shared/{feed.share_token}/part/{page.next_query}")

    assert [article.headline for article in part.context["page"].articles] == stories[20:40]
    assert "<html" not in part.content.decode()


def test_shared_page_is_kept_nowhere(client, feed):
    for address in (f"/shared/{feed.share_token}/", f"/shared/{feed.share_token}/part/"):
        headers = client.get(address).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert headers["Referrer-Policy"] == "strict-origin"


def copy(client, feed):
    return client.post(f"/shared/{feed.share_token}/", headers=HERE, follow=True)


def test_reader_without_an_account_copies_the_rules_into_the_browsers_feed(client, feed, stories):
    response = copy(client, feed)

    assert response.redirect_chain == [("/my/", 303)]
    assert [article.headline for article in response.context["page"].articles] == stories[:20]
    assert "You have “Abroad &amp; more” among your own feeds now." in response.content.decode()
    assert "You have this feed already." in copy(client, feed).content.decode()


def test_reader_with_an_account_gets_a_feed_of_that_name_once(client, feed):
    other = make_user("other")
    create_feed(other, name="Mine", rules=Rules(include=Choice(words=("rye",))))
    client.force_login(other)

    assert copy(client, feed).redirect_chain == [("/my/abroad-more/", 303)]
    assert "You have this feed already." in copy(client, feed).content.decode()

    owned = [(own.name, own.rules, own.token, own.share_token) for own in Feed.objects.of(other)]
    assert owned == [
        ("Mine", Rules(include=Choice(words=("rye",))), None, None),
        ("Abroad & more", RULES, None, None),
    ]


def test_copy_that_does_not_fit_says_why_on_the_page_it_came_from(client, feed):
    other = make_user("other")
    for n in range(20):
        create_feed(other, name=f"Feed {n}")
    client.force_login(other)

    response = copy(client, feed)

    assert response.redirect_chain == [(f"/shared/{feed.share_token}/", 303)]
    assert "An account holds up to 20 feeds: delete one first." in response.content.decode()


def test_copying_from_another_site_is_refused(client, feed):
    address = f"/shared/{feed.share_token}/"

    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert "Did you mean to send this?" in client.post(address).content.decode()
    assert "feed" not in client.cookies


@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "no longer shared"])
def test_secret_address_stands_in_no_link_to_another_page(client, feed, is_shared):
    address = f"/shared/{feed.share_token}/"
    if not is_shared:
        stop_sharing(feed)

    html = client.get(address).content.decode()

    assert 'href="/zone/"' in html
    assert set(re.findall(rf'[^"]*{address}[^"]*', html)) == ({address} if is_shared else set())
