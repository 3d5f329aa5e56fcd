"""The article's page: every element of it, its addresses, and what it costs."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticlePhoto, OutsideLink
from articles.views import article as article_view
from articles.writing import prepare
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
SHARED = ("topics_topic", "pages_page")


@pytest.fixture
def story():
    """A story with everything an article page can show."""
    world = make_section("World")
    article = make_article(
        "Harbour reopens",
        lead="Ships are moving again.",
        body=(
            "<p>Opening.</p><h2>The storm</h2><p>Wind.</p>"
            '<hr class="page-break"><p>Next page.</p><h2>The repair</h2><p>Work.</p>'
        ),
        section=world,
        topics=[make_topic("Ports", parent=world)],
        tags=["shipping"],
        authors=[make_author("Ada Reed"), make_author("Zoe Young")],
        lead_photo=make_photo(credit="Mina Holt/WIRE", caption="The quay at noon."),
        published_at=datetime.datetime(2017, 7, 8, 15, 20, tzinfo=datetime.UTC),
        updated_at=datetime.datetime(2017, 7, 8, 18, 56, tzinfo=datetime.UTC),
        dateline_city="Port Averil",
        dateline_date=datetime.date(2017, 7, 8),
        dateline_agency="WIRE",
    )
    ArticlePhoto.objects.create(article=article, photo=make_photo(alt="Cranes", credit="Tom Vale/WIRE"), order=1)
    OutsideLink.objects.create(
        article=article, outlet="The Gazette", title="Ships move", url="https://gazette.example/"
    )
    article.related.add(make_article("Storm hits coast", hours_ago=50))
    for _ in range(6):
        make_article()
    return article


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&nbsp;", " ")


def test_article_page_shows_every_element(client, story):
    response = client.get(story.get_absolute_url())
    html, text = response.content.decode(), text_of(response)

    for element in (
        "Harbour reopens",
        "Ships are moving again.",
        "July 8, 2017, 17:20",
        "July 8, 2017, 20:56",
        "UTC+2",
        "2 pages in this article",
        "© Mina Holt/WIRE",
        "The quay at noon.",
        "PORT AVERIL, July 8. /WIRE/.",
        "Opening.",
        "The storm",
        "The repair",
        "Ada Reed",
        "Zoe Young",
        "World",
        "Ports",
        "shipping",
        "Storm hits coast",
        "In other media",
        "The Gazette",
        "© Tom Vale/WIRE",
        "Show more",
    ):
        assert element in text, element
    assert 'datetime="2017-07-08T17:20:00+0200"' in html
    assert "Next page." not in text
    assert f'href="{story.get_page_url(2)}#' in html


def test_second_page_has_its_own_text_and_address(client, story):
    response = client.get(story.get_page_url(2))

    assert "Next page." in text_of(response)
    assert "Opening." not in text_of(response)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{story.get_page_url(2)}"' in response.content.decode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [("old-headline/", ""), ("old-headline/2/", "2/"), ("harbour-reopens/1/", "")],
)
def test_other_slugs_redirect_to_the_address_of_today(client, story, path, expected):
    response = client.get(f"/news/{story.pk}/{path}")

    assert (response.status_code, response.headers["Location"]) == (301, story.get_absolute_url() + expected)


def test_page_beyond_the_last_is_not_found(client, story):
    assert client.get(story.get_page_url(3)).status_code == 404
    assert client.get(story.get_page_url(2).replace("/2/", "/0/")).status_code == 404


def test_slug_keeps_letters_of_every_script(client):
    article = make_article("Ночь музеев в Київ 東京")

    assert article.slug == "ночь-музеев-в-київ-東京"
    assert client.get(article.get_absolute_url()).status_code == 200


def test_article_page_stays_within_its_queries(client, story):
    with CaptureQueriesContext(connection) as queries:
        client.get(story.get_absolute_url())

    # What all pages share: the versions, the navigation, the footer, the newest stories.
    shared = [
        q["sql"]
        for q in queries
        if 'FROM "topics_topic"' in q["sql"]
        and "is_section" in q["sql"].partition("WHERE")[2]
        or 'FROM "pages_page"' in q["sql"]
        or "FROM topics_version" in q["sql"]
        or "LIMIT 7" in q["sql"]
    ]
    assert len(queries) <= 12
    assert len(shared) == 4
    assert len(queries) - len(shared) <= 6


def test_article_page_describes_itself_to_machines(client, story):
    html = client.get(story.get_absolute_url()).content.decode()

    data = json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', html, re.S)[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Harbour reopens"
    assert data["datePublished"] == "2017-07-08T15:20:00+00:00"
    assert data["dateModified"] == "2017-07-08T18:56:00+00:00"
    assert [author["name"] for author in data["author"]] == ["Ada Reed", "Zoe Young"]
    for name, value in {
        "og:type": "article",
        "og:title": "Harbour reopens",
        "og:description": "Ships are moving again.",
        "og:url": f"http://127.0.0.1:8000{story.get_absolute_url()}",
    }.items():
        assert f'<meta property="{name}" content="{value}">' in html


def test_hostile_headline_stays_text(client):
    article = make_article('</script><script>alert("x")</script>', lead="<b>bold</b> & more")

    html = client.get(article.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    assert "<b>bold</b>" not in html


def test_photo_without_credit_is_never_shown(client):
    article = make_article(lead_photo=make_photo(credit="", alt="Uncredited picture"))

    assert "Uncredited picture" not in client.get(article.get_absolute_url()).content.decode()


def test_reader_page_needs_nothing_from_elsewhere(client, story):
    response = client.get(story.get_absolute_url())

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
    assert response.cookies == {}


def test_changed_text_is_cleaned_again(story):
    story.body = '<p onclick="x()">Text</p><script>alert(1)</script>'

    prepare(story)

    assert (story.body, story.pages, story.contents, story.words) == ("<p>Text</p>", ["<p>Text</p>"], [], 1)


def test_story_that_is_put_back_between_two_questions_is_found(client, monkeypatch):
    story, asked = make_article("Harbour reopens"), []

    def published_page(**values):
        asked.append(values)
        return [] if len(asked) == 1 else [Article.objects.published().for_page().get(pk=story.pk)]

    monkeypatch.setattr(article_view, "published_page", published_page)

    assert client.get(story.get_absolute_url()).status_code == 200
    assert len(asked) == 2
