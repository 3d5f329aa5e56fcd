"""The pages that list articles: what stands on them, and how many queries they take."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.stream import Cursor
from tests.factories import make_article, make_author, make_photo, make_section, make_topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    """The headlines of the page's stream, in order."""
    return [article.headline for article in response.context["page"].articles]


@pytest.fixture
def places():
    section = make_section("World")
    return {
        "section": section,
        "topics": [make_topic("Europe", parent=section)],
        "tags": ["grain"],
        "authors": [make_author()],
    }


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/news/",
        "/news/?topic=europe&topic=world",
        "/news/part/",
        "/topics/",
        "/topics/world/",
        "/topics/europe/",
        "/tags/grain/",
        "/authors/ada-reed/",
        "/news/feed.rss",
        "/news/feed.atom",
        "/topics/europe/feed.rss",
        "/sitemap.xml",
        "day",
    ],
)
def test_list_takes_the_same_queries_for_one_article_and_for_twenty(client, places, address):
    moment = timezone.now() - datetime.timedelta(hours=1)
    if address == "day":
        address = reverse("day", args=[timezone.localdate(moment, timezone.get_default_timezone())])
    # The home page is whole only when its top and rail are full: what is left over makes the section's block.
    already = 20 if address == "/" else 1
    for _ in range(already):
        make_article(published_at=moment, lead_photo=make_photo(), **places)
    client.get("/zone/")  # what all pages share is kept from here on
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(20):
        make_article(published_at=moment, lead_photo=make_photo(), **places)

    with CaptureQueriesContext(connection) as many:
        response = client.get(address)

    assert response.status_code == 200
    assert [query["sql"][:60] for query in many] == [query["sql"][:60] for query in few]
    assert len(many) <= 8


def test_news_pages_through_the_whole_stream(client):
    now = timezone.now()
    for n in range(45):
        make_article(f"Story {n:02}", published_at=now - datetime.timedelta(minutes=n))

    seen, address = [], "/news/"
    while address:
        response = client.get(address)
        seen.append(listed(response))
        match = re.search(r'href="(\?before=[^"]+|/news/\?before=[^"]+)"', response.content.decode())
        address = match and "/news/?" + match[1].partition("?")[2]

    assert [len(page) for page in seen] == [20, 20, 5]
    assert sum(seen, []) == [f"Story {n:02}" for n in range(45)]


def test_next_page_of_a_filtered_stream_keeps_the_filter(client):
    topics = [make_topic("World"), make_topic("Economy")]
    for n in range(25):
        make_article(f"Story {n:02}", topics=[topics[n % 2]], hours_ago=n + 1)

    response = client.get("/news/?topic=economy&topic=world")

    cursor = response.context["page"].next_cursor
    assert f"?topic=economy&amp;topic=world&amp;before={cursor}" in response.content.decode()


def test_news_part_is_the_same_stream_without_the_page(client):
    topic = make_topic("World")
    make_article("In", topics=[topic])
    make_article("Out")

    response = client.get("/news/part/?topic=world")

    assert listed(response) == ["In"]
    assert "<html" not in response.content.decode()


def test_news_shows_what_is_chosen_and_the_way_back(client):
    make_article("In", topics=[make_topic("World")])

    html = client.get("/news/?topic=world&topic=nowhere").content.decode()

    assert "There is no topic “nowhere”." in html
    assert 'href="/news/"' in html
    assert '<input type="hidden" name="topic" value="world"' in html


def test_topic_page_lists_its_own_stories_and_those_of_topics_below(client):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    make_article("Section story", section=world, hours_ago=1)
    make_article("Story below", topics=[europe], hours_ago=2)
    make_article("Elsewhere")

    response = client.get("/topics/world/")

    assert listed(response) == ["Section story", "Story below"]
    assert [topic.name for topic in response.context["children"]] == ["Europe"]
    assert [topic.name for topic in client.get("/topics/europe/").context["ancestors"]] == ["World"]


def test_former_slug_of_a_topic_redirects(client):
    rename_slug(make_topic("Trade"), "commerce")

    response = client.get("/topics/trade/")

    assert (response.status_code, response.headers["Location"]) == (301, "/topics/commerce/")


def test_topics_index_lists_topics_with_stories_by_letter_and_by_section(client):
    world = make_section("World")
    make_article(section=world, topics=[make_topic("Europe", parent=world), make_topic("Äpfel")])
    make_topic("Nothing yet")
    make_article(topics=[make_topic("Retired", is_active=False)])

    response = client.get("/topics/")

    letters = [(group["letter"], [t.name for t in group["topics"]]) for group in response.context["letters"]]
    sections = [(str(g.section), [t.name for t in g.topics]) for g in response.context["sections"]]
    assert letters == [("E", ["Europe"]), ("W", ["World"]), ("Ä", ["Äpfel"])]
    assert sections == [("World", ["Europe"]), ("None", ["Äpfel"])]


def test_author_and_tag_pages_list_their_stories(client):
    make_article("Hers", authors=[make_author()], tags=["Grain"], hours_ago=1)
    make_article("Others", hours_ago=2)

    assert listed(client.get("/authors/ada-reed/")) == ["Hers"]
    assert listed(client.get("/tags/grain/")) == ["Hers"]


def test_day_archive_holds_one_day_of_the_sites_calendar(client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    utc = datetime.UTC
    make_article("Evening before", published_at=datetime.datetime(2026, 3, 1, 22, 59, 59, tzinfo=utc))
    make_article("Midnight", published_at=datetime.datetime(2026, 3, 1, 23, 0, tzinfo=utc))
    make_article("Last second", published_at=datetime.datetime(2026, 3, 2, 22, 59, 59, 999999, tzinfo=utc))
    make_article("Next midnight", published_at=datetime.datetime(2026, 3, 2, 23, 0, tzinfo=utc))

    response = client.get("/2026/03/02/")

    assert listed(response) == ["Last second", "Midnight"]
    assert (response.context["previous_day"], response.context["next_day"]) == (
        datetime.date(2026, 3, 1),
        datetime.date(2026, 3, 3),
    )


def test_day_of_a_clock_change_has_twenty_three_hours(client):
    utc = datetime.UTC
    make_article("First", published_at=datetime.datetime(2026, 3, 28, 23, 0, tzinfo=utc))
    make_article("Last", published_at=datetime.datetime(2026, 3, 29, 21, 59, tzinfo=utc))
    make_article("Day after", published_at=datetime.datetime(2026, 3, 29, 22, 0, tzinfo=utc))

    assert listed(client.get("/2026/03/29/")) == ["Last", "First"]


def test_second_page_of_a_list_can_be_linked_to(client, places):
    first = make_article("First", hours_ago=1, **places)
    make_article("Second", hours_ago=2, **places)

    for address in ("/news/", "/topics/world/", "/tags/grain/", "/authors/ada-reed/"):
        assert listed(client.get(f"{address}?before={Cursor.of(first)}")) == ["Second"]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/news/?utm_source=x&topic=world", "/news/?topic=world"),
        ("/topics/world/?fbclid=1", "/topics/world/"),
        ("/news/?before=damaged", None),
    ],
)
def test_canonical_address_holds_known_parameters_alone(client, places, address, canonical):
    make_article(**places)

    html = client.get(address).content.decode()

    found = re.findall(r'<link rel="canonical" href="([^"]+)"', html)
    assert found == ([f"http://127.0.0.1:8000{canonical}"] if canonical else [])


def test_show_more_leaves_unknown_parameters_behind(client, places):
    for n in range(21):
        make_article(hours_ago=n + 1, **places)

    html = client.get("/topics/world/?utm_source=x&fbclid=2").content.decode()

    links = re.findall(r'href="([^"]+before=[^"]+)"', html)
    assert len(links) == 1
    assert re.fullmatch(r"/topics/world/\?before=\d+-\d+", links[0])
