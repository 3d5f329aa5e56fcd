import datetime

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from articles.models import Article
from articles.syndication.responses import feed_response
from tests.articles.syndication.reading import FORMATS, SITE, next_address, parsed, titles
from tests.factories import make_article, make_author, make_photo, make_section

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def response_for(articles, *, method="get", headers=None, **fields):
    """The feed of a list that belongs to no public page."""
    request = getattr(RequestFactory(), method)("/feeds/secret.json", headers=headers or {})
    fields = {"format": "json", "title": "Mine", "description": "My cut", **fields}
    return feed_response(request, articles, page_url="/my/mine/", feed_url="/feeds/secret.json", **fields)


def since(moment):
    return {"If-Modified-Since": http_date(moment.timestamp())}


@pytest.fixture
def cards():
    with time_machine.travel(MOMENT, tick=False):
        make_article("Ships move", published_at=MOMENT - HOUR)
    return Article.objects.stream().articles


@pytest.mark.parametrize("format", FORMATS)
def test_any_cards_make_a_feed(cards, format):
    response = response_for(cards, format=format, next_url="/feeds/secret.json?before=5-5")

    assert titles(response) == ["Ships move"]
    assert next_address(response) == "/feeds/secret.json?before=5-5"


@pytest.mark.parametrize("format", FORMATS)
def test_feed_takes_the_same_queries_for_one_story_and_for_thirty(format):
    def make(number):
        for _ in range(number):
            make_article(
                lead_photo=make_photo(),
                authors=[make_author(f"Ada {make_article().pk}"), author],
                section=section,
                tags=["a", "b"],
            )

    author, section = make_author(), make_section()
    make(1)
    cards = Article.objects.stream(size=30).articles
    with CaptureQueriesContext(connection) as few:
        response_for(cards, format=format)
    make(29)
    cards = Article.objects.stream(size=30).articles

    with CaptureQueriesContext(connection) as many:
        response = response_for(cards, format=format)

    assert (len(titles(response)), len(few), len(many)) == (30, 4, 4)


def test_personal_feed_is_kept_by_nobody_else(cards):
    response = response_for(cards, personal=True)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    again = response_for(cards, personal=True, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("method", ["get", "head"])
def test_unchanged_feed_is_not_sent_twice(cards, method):
    first = response_for(cards)

    by_tag = response_for(cards, method=method, headers={"If-None-Match": first.headers["ETag"]})
    by_date = response_for(cards, method=method, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert [(r.status_code, r.content) for r in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Last-Modified"] == http_date(MOMENT.timestamp())


def test_feed_was_modified_when_a_story_was_saved_updated_or_published(cards):
    def last_modified(now, **fields):
        with time_machine.travel(now, tick=False):
            Article.objects.update(**fields)
            return response_for(Article.objects.stream().articles).headers["Last-Modified"]

    assert [
        last_modified(MOMENT + 9 * HOUR, saved_at=MOMENT + HOUR),
        last_modified(MOMENT + 9 * HOUR, updated_at=MOMENT + 2 * HOUR),
        last_modified(MOMENT + 9 * HOUR, published_at=MOMENT + 3 * HOUR),
        # announced for later: a date to come would make what comes before it look old
        last_modified(MOMENT + 9 * HOUR, updated_at=MOMENT + 20 * HOUR),
    ] == [http_date((MOMENT + hours * HOUR).timestamp()) for hours in (1, 2, 3, 9)]


def test_feed_was_modified_when_its_owner_changed_it(cards):
    response = response_for(cards, changed_at=MOMENT + HOUR, headers=since(MOMENT))

    assert (response.status_code, response.headers["Last-Modified"]) == (200, http_date((MOMENT + HOUR).timestamp()))


def test_tag_counts_more_than_the_date(cards):
    response = response_for(cards, headers={"If-None-Match": '"another"', **since(MOMENT)})

    assert response.status_code == 200


def test_every_change_of_the_feed_changes_its_tag(cards):
    tags = {
        response_for(cards, **changed).headers["ETag"]
        for changed in ({}, {"title": "Yours"}, {"description": "Cut"}, {"next_url": "/x"}, {"format": "atom"})
    } | {response_for([]).headers["ETag"]}

    assert len(tags) == 6


def test_empty_feed_has_no_date_of_change():
    response = response_for([])

    assert (response.status_code, "Last-Modified" in response.headers) == (200, False)


def test_feed_is_known_by_the_address_of_its_first_page(cards):
    feed = parsed(response_for(cards, format="atom", next_url="/feeds/secret.json?before=5-5")).feed

    assert feed.id == f"{SITE}/feeds/secret.json"
    assert {link.rel: link.href for link in feed.links} == {
        "alternate": f"{SITE}/my/mine/",
        "self": f"{SITE}/feeds/secret.json",
        "next": f"{SITE}/feeds/secret.json?before=5-5",
    }
