"""The public lists as feeds: which stories they hold, how they go on, and where they are found."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Status
from articles.stream import Cursor
from tests.articles.syndication.reading import FORMATS, SITE, next_address, parsed, titles
from tests.factories import make_article, make_author, make_photo, make_section, make_topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
LISTS = ["/news/", "/topics/world/", "/topics/europe/", "/tags/grain/", "/authors/ada-reed/"]
ALL_LISTS = pytest.mark.parametrize("address", [f"{place}feed.{format}" for place in LISTS for format in FORMATS])


@pytest.fixture
def places():
    section = make_section("World")
    return {
        "section": section,
        "topics": [make_topic("Europe", parent=section)],
        "tags": ["grain"],
        "authors": [make_author()],
    }


@ALL_LISTS
def test_feed_holds_the_stories_of_its_list(client, places, address):
    make_article("In", hours_ago=2, **places)
    make_article("Elsewhere", tags=["other"], topics=[make_topic("Economy")], authors=[make_author("Zoe Lind")])
    make_article("Draft", status=Status.DRAFT, **places)
    make_article("Tomorrow", hours_ago=-24, **places)

    expected = ["Elsewhere", "In"] if address.startswith("/news/") else ["In"]
    assert titles(client.get(address)) == expected


@pytest.mark.parametrize("place", LISTS)
def test_following_a_feed_to_its_end_gives_every_story_once(client, places, place):
    now = timezone.now()
    for n in range(65):  # two of the moments are shared, at the edges of pages
        moment = now - datetime.timedelta(minutes=n - (n in {30, 60}))
        make_article(f"Story {n:02}", published_at=moment, **places)

    for format in FORMATS:
        address, pages = f"{place}feed.{format}", []
        while address:
            response = client.get(address)
            pages.append(titles(response))
            address = next_address(response)

        assert [len(page) for page in pages] == [30, 30, 5]
        assert sorted(sum(pages, [])) == [f"Story {n:02}" for n in range(65)]


@ALL_LISTS
def test_feed_takes_the_same_queries_for_one_article_and_for_twenty(client, places, address):
    make_article(lead_photo=make_photo(), **places)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(20):
        make_article(lead_photo=make_photo(), **places)

    with CaptureQueriesContext(connection) as many:
        response = client.get(address)

    assert len(titles(response)) == 21
    assert [query["sql"][:60] for query in many] == [query["sql"][:60] for query in few]
    assert len(many) <= 8


@pytest.mark.parametrize("format", FORMATS)
def test_news_feed_is_cut_down_to_the_chosen_topics(client, format):
    world, economy = make_topic("World"), make_topic("Economy")
    for n in range(40):
        make_article(f"Story {n:02}", topics=[(world, economy)[n % 2]], hours_ago=n + 1)
    make_article("Elsewhere")

    response = client.get(f"/news/feed.{format}?topic=world&utm_source=x&topic=economy&topic=nowhere")

    address = next_address(response)
    assert re.fullmatch(rf"/news/feed\.{format}\?topic=economy&topic=world&before=[0-9-]+", address)
    assert titles(response) + titles(client.get(address)) == [f"Story {n:02}" for n in range(40)]


def test_narrowed_feed_says_to_what(client):
    make_article(topics=[make_topic("World"), make_topic("Economy")])

    feed = parsed(client.get("/news/feed.atom?topic=world&topic=economy&before=x")).feed

    assert (feed.title, feed.subtitle) == ("Economy, World · Test Wire", "News about Economy, World")
    assert (feed.link, feed.id) == (
        f"{SITE}/news/?topic=economy&topic=world",
        f"{SITE}/news/feed.atom?topic=economy&topic=world",
    )


@ALL_LISTS
def test_bad_query_gives_the_newest_stories(client, places, address):
    make_article("Newest", **places)

    for query in ("before=", "before=x", "before=%00", f"before={'9' * 40}", "topic=", "page=9", "a" * 3000):
        assert titles(client.get(f"{address}?{query}")) == ["Newest"]


@ALL_LISTS
def test_feed_below_its_last_story_is_empty(client, places, address):
    last = make_article(**places)

    response = client.get(f"{address}?before={Cursor.of(last)}")

    assert (titles(response), next_address(response)) == ([], "")


@pytest.mark.parametrize("format", FORMATS)
def test_former_slug_of_a_topic_leads_to_its_feed(client, format):
    rename_slug(make_topic("Trade"), "commerce")

    response = client.get(f"/topics/trade/feed.{format}?before=5-5&utm_source=x")

    assert (response.status_code, response.headers["Location"]) == (301, f"/topics/commerce/feed.{format}?before=5-5")


@pytest.mark.parametrize("format", FORMATS)
def test_slug_of_any_script_makes_complete_addresses(client, format):
    make_article("In", topics=[make_topic("Ёлки", slug="ёлки")], hours_ago=1)
    for n in range(30):
        make_article(f"{n}", topics=[make_topic(f"T{n}", parent=None)], tags=["зерно"], hours_ago=n + 2)
    make_article("Last", tags=["зерно"], hours_ago=90)

    assert titles(client.get(f"/topics/ёлки/feed.{format}")) == ["In"]
    address = next_address(client.get(f"/tags/зерно/feed.{format}"))
    assert address.startswith(f"/tags/%D0%B7%D0%B5%D1%80%D0%BD%D0%BE/feed.{format}?before=")
    assert titles(client.get(address)) == ["Last"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("place", ["/topics/nowhere/", "/tags/nothing/", "/tags/secret/", "/authors/nobody/"])
def test_list_that_does_not_exist_has_no_feed(client, format, place):
    make_article(status=Status.DRAFT, tags=["secret"])

    assert client.get(f"{place}feed.{format}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/news/feed.exe", "/news/feed.", "/news/feed.rss/", "/news/feed.rss?topic=nowhere"]
)
def test_feeds_that_do_not_exist_are_not_found(client, address):
    make_article()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [f"{place}feed.json" for place in LISTS])
def test_feed_may_be_kept_by_any_cache_and_is_only_read(client, places, address):
    make_article(**places)

    response = client.get(address)

    assert response.headers["Cache-Control"].startswith("public, ")
    assert client.head(address).headers["ETag"] == response.headers["ETag"]
    assert client.post(address).status_code == 405


def test_unchanged_feed_is_not_sent_twice(client):
    make_article()
    first = client.get("/news/feed.rss")

    second = client.get("/news/feed.rss", headers={"If-None-Match": first.headers["ETag"]})
    make_article()
    third = client.get("/news/feed.rss", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content, third.status_code) == (304, b"", 200)
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_identity_of_an_item_survives_a_new_headline(client):
    article = make_article("Old headline")
    before = parsed(client.get("/news/feed.atom")).entries[0]
    article.headline, article.slug = "New headline", "new-headline"
    article.save()

    after = parsed(client.get("/news/feed.atom")).entries[0]

    assert (after.id, after.title) == (before.id, "New headline")


@pytest.mark.parametrize(
    ("page", "list_address", "query"),
    [("/", "/news/", ""), ("/news/?topic=world", "/news/", "?topic=world"), *((place, place, "") for place in LISTS)],
)
def test_page_of_a_list_names_its_feeds(client, places, page, list_address, query):
    make_article(**places)

    html = client.get(page).content.decode()

    named = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', html)
    assert named == [(TYPES[format], f"{list_address}feed.{format}{query}") for format in FORMATS]
    assert [client.get(address).headers["Content-Type"].partition(";")[0] for _, address in named] == list(
        TYPES.values()
    )


@pytest.mark.parametrize("page", LISTS)
def test_page_of_a_list_shows_its_feeds(client, places, page):
    make_article(**places)

    html = client.get(page).content.decode()

    assert re.findall(r'<a class="keep__link" href="([^"]+)"', html) == [f"{page}feed.{format}" for format in FORMATS]


def test_filter_shows_the_feeds_of_its_cut(client, places):
    make_article(**places)

    html = client.get("/news/part/?topic=world&topic=europe").content.decode()

    assert re.findall(r'<a class="chosen__feed" href="([^"]+)"', html) == [
        f"/news/feed.{format}?topic=europe&amp;topic=world" for format in FORMATS
    ]
