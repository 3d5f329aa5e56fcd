import datetime

import feedparser
import pytest

from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_is_read_back_as_it_was_written(client, format):
    article = make_article(
        "Ships & “cranes” <move>", lead="What happened.", published_at=MOMENT, section=make_section()
    )

    response = client.get(f"/news/feed.{format}")
    feed = feedparser.parse(response.content)

    (entry,) = feed.entries
    assert not feed.bozo
    assert feed.feed.title == "Test Wire"
    assert feed.feed.link == "http://127.0.0.1:8000/news/"
    assert entry.link == f"http://127.0.0.1:8000{article.get_absolute_url()}"
    assert entry.id == f"http://127.0.0.1:8000/news/{article.pk}/"
    assert entry.published_parsed[:5] == (2026, 7, 8, 15, 20)
    assert entry.summary == "What happened."
    assert [tag.term for tag in entry.tags] == ["World"]
    assert feedparser.parse(response.content).entries[0].title.replace("&amp;", "&").startswith("Ships & “cranes”")


def test_topic_feed_holds_the_topics_stories(client):
    section = make_section()
    make_article("In", section=section)
    make_article("Out")

    feed = feedparser.parse(client.get("/topics/world/feed.rss").content)

    assert [entry.title for entry in feed.entries] == ["In"]


def test_identity_of_an_item_survives_a_new_headline(client):
    article = make_article("Old headline")
    before = feedparser.parse(client.get("/news/feed.atom").content).entries[0].id
    article.headline, article.slug = "New headline", "new-headline"
    article.save()

    assert feedparser.parse(client.get("/news/feed.atom").content).entries[0].id == before


def test_unchanged_feed_is_not_sent_twice(client):
    make_article()
    first = client.get("/news/feed.rss")

    second = client.get("/news/feed.rss", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("address", ["/topics/nowhere/feed.rss", "/news/feed.json", "/news/feed.exe"])
def test_feeds_that_do_not_exist_are_not_found(client, address):
    assert client.get(address).status_code == 404
