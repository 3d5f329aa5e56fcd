"""How many stories came to the stream since a page of it was opened."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import ArticleTopic
from articles.newer import count_newer
from articles.stream import Cursor
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def answer(client, after, query="") -> dict:
    return client.get(f"/news/new/?{query}after={after}").json()


def test_stream_counts_what_readers_may_see_by_now(client):
    seen = make_article(hours_ago=3)
    make_article(hours_ago=4)
    for fields in ({"status": "draft"}, {"status": "withdrawn", "hours_ago": 1}, {"hours_ago": -1}):
        make_article(**fields)
    make_article(hours_ago=2, withdraw_at=timezone.now())
    make_article(hours_ago=2)

    assert answer(client, Cursor.of(seen)) == {"count": 1, "text": "Show 1 new story"}


def test_stream_cut_to_topics_counts_their_stories_alone(client):
    world, sport, ports = make_topic("World"), make_topic("Sport"), make_topic("Ports")
    seen = make_article(topics=[world], hours_ago=3)
    make_article(topics=[sport], hours_ago=2)
    make_article(topics=[world, ports], hours_ago=2)
    make_article(topics=[ports], hours_ago=1)
    after = Cursor.of(seen)

    counts = {
        query: answer(client, after, query)["count"]
        for query in ("", "topic=world&", "topic=world&topic=ports&", "topic=nowhere&", "topic=nowhere&topic=sport&")
    }

    assert counts == {
        "": 3,
        "topic=world&": 1,
        "topic=world&topic=ports&": 2,
        "topic=nowhere&": 0,
        "topic=nowhere&topic=sport&": 1,
    }


def test_stories_of_the_same_moment_are_told_apart():
    moment = timezone.now()
    topic = make_topic("World")
    stories = [make_article(published_at=moment, topics=[topic]) for _ in range(3)]

    for timelines in (None, {ArticleTopic: [topic.pk]}):
        assert [count_newer(timelines, Cursor.of(story)) for story in stories] == [2, 1, 0]


def test_count_ends_at_twenty_and_costs_one_query_whatever_came(client):
    seen = make_article(hours_ago=3)
    make_article(hours_ago=2)
    with CaptureQueriesContext(connection) as one:
        answer(client, Cursor.of(seen))
    for _ in range(24):
        make_article(hours_ago=2)

    with CaptureQueriesContext(connection) as many:
        counted = answer(client, Cursor.of(seen))

    assert counted == {"count": 20, "text": "Show 20+ new stories"}
    assert (len(one), len(many)) == (1, 1)


def test_count_may_be_shared_and_is_asked_with_an_etag(client):
    address = f"/news/new/?after={Cursor.of(make_article())}"
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "public" in first.headers["Cache-Control"]
    assert (first.headers["X-Robots-Tag"], first.cookies) == ("noindex", {})


@pytest.mark.parametrize("after", ["", "x", "-1", "1e9-1", "9" * 40, "%00", "٣-٣", "99999999999999999-1", "0-0"])
def test_garbage_for_a_position_is_refused_or_counted(client, after):
    assert client.get(f"/news/new/?after={after}").status_code in {200, 400}


def test_first_page_asks_from_its_newest_story_on_and_others_do_not_ask(client):
    topic = make_topic("World")
    older, newest = make_article(topics=[topic], hours_ago=2), make_article(topics=[topic], hours_ago=1)

    def asked(address):
        html = client.get(address).content.decode()
        return f'data-url="/news/new/?topic=world&amp;after={Cursor.of(newest)}"' in html, "<new-stories" in html

    assert asked("/news/?topic=world") == (True, True)
    assert asked("/news/part/?topic=world") == (True, True)
    assert asked(f"/news/?topic=world&before={Cursor.of(newest)}") == (False, False)
    assert asked(f"/news/?topic=world&before={Cursor.of(older)}") == (False, False)
