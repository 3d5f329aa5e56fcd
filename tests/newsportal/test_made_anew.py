"""What a page asks the database when it is made anew: just after a change, and again while nothing changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticlePhoto, Correction, OutsideLink
from newsportal.home.models import Placement
from tests.factories import make_article, make_author, make_photo, make_section, make_topic
from topics.versions import touch

pytestmark = pytest.mark.django_db
SLUGS = ("world", "sport", "trade", "ports", "rail")
# Queries of the page itself, and how many more when stories have changed: for the next moment that something happens by
# itself, and for what other pages show as well (the newest stories, or the topics that have some).
PAGES = {
    "laden article": (
        5,
        2,
    ),  # the story and what it is filed under, corrections, photographs, related ones, links
    "plain article": (1, 2),
    "/": (4, 0),  # the newest stories, placed ones, the sections' newest, their cards
    "/news/": (1, 2),
    "/news/?" + "&".join(f"topic={slug}" for slug in SLUGS): (2, 2),  # the merge of the timelines, the cards
}


@pytest.fixture
def places() -> dict[str, str]:
    sections = [make_section(slug.title(), slug=slug) for slug in SLUGS[:3]]
    topics = [*sections, *(make_topic(slug.title(), slug=slug, parent=sections[0]) for slug in SLUGS[3:])]
    for number in range(60):
        stories = make_article(
            topics=[topics[number % 5]], section=sections[0], lead_photo=make_photo(), hours_ago=number
        )
    Placement.objects.create(slot=0, article=stories)
    laden = make_article("Laden", topics=topics, tags=["ships"], authors=[make_author()], lead_photo=make_photo())
    ArticlePhoto.objects.create(article=laden, photo=make_photo(), order=1)
    OutsideLink.objects.create(article=laden, outlet="The Gazette", title="Ships", url="https://gazette.example/")
    Correction.objects.create(
        article=laden, kind=Correction.Kind.CORRECTION, text="Six, not five.", at=laden.published_at
    )
    laden.related.add(stories)
    return {"laden article": laden.get_absolute_url(), "plain article": stories.get_absolute_url()}


@pytest.mark.parametrize("page", PAGES)
def test_page_made_anew_asks_for_what_is_its_own(client, places, page):
    address = places.get(page, page)
    own, more = PAGES[page]
    client.get(address)
    touch("articles")
    Article.objects.update(lead="Other")

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        counts.append(sum("topics_version" not in query["sql"] for query in asked))

    assert response.status_code == 200
    assert counts == [own + more, own]
