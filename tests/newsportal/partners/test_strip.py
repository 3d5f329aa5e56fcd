"""Partners' headlines beside our stories."""

import pytest
from django.template import Context, Template
from django.test import Client

from newsportal.partners.strip import MOST_OF_EACH, SHOWN, items_for, newest_items, strip
from tests.factories import make_article, make_section, make_topic
from tests.newsportal.partners.feeds import make_item, make_source
from topics.versions import held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cold_strip(warm_strips):
    strip.forget()


def titles(items) -> list[str]:
    return [item.title for item in items]


def test_newest_items_come_from_all_sources_and_not_too_many_from_one():
    loud, quiet = make_source("Loud"), make_source("Quiet")
    for number in range(10):
        make_item(loud, f"loud {number}", hours_ago=number)
    make_item(quiet, "quiet", hours_ago=50)

    assert titles(newest_items()) == [*(f"loud {number}" for number in range(MOST_OF_EACH)), "quiet"]


def test_no_more_are_shown_than_there_is_room_for():
    for _source in range(4):
        source = make_source()
        for _item in range(3):
            make_item(source)

    assert len(newest_items()) == SHOWN


def test_sources_that_are_off_show_nothing():
    make_item(make_source(is_active=False))

    assert newest_items() == []


def test_story_gets_the_sources_of_its_topics_and_else_those_of_none():
    sea, court = make_topic("Sea"), make_topic("Court")
    make_item(make_source(topics=[sea]), "sea", hours_ago=3)
    make_item(make_source(topics=[sea, court]), "both", hours_ago=2)
    make_item(make_source(), "any", hours_ago=1)

    assert [titles(items_for(slugs)) for slugs in ({"sea"}, {"court", "x"}, {"x"}, set())] == [
        ["both", "sea"],
        ["both"],
        ["any"],
        ["any"],
    ]


def test_strip_costs_one_query_when_cold_and_none_when_warm(django_assert_num_queries):
    for _source in range(3):
        make_item(make_source(topics=[make_topic()]))

    with held(), django_assert_num_queries(2):  # the versions, and the headlines
        newest_items()
    with held(), django_assert_num_queries(1):
        newest_items()
        items_for({"economy"})


def test_strip_without_any_items_is_remembered_too(django_assert_num_queries):
    newest_items()

    with django_assert_num_queries(1):  # the versions
        assert newest_items() == []


def test_strip_is_labelled_and_its_links_lead_away():
    source = make_source("Le Courrier", language="fr")
    make_item(source, "Le <b>port</b>", url="https://courrier.example/a?b=1&c=2")

    html = Template("{% load partners %}{% partner_strip %}").render(Context())

    assert "Headlines of other publishers, chosen and written by them, not by us." in html
    assert (
        '<a class="outside__link" href="https://courrier.example/a?b=1&amp;c=2" rel="external noopener nofollow ugc"'
        ' dir="auto" hreflang="fr" lang="fr">Le &lt;b&gt;port&lt;/b&gt;</a>'
    ) in html
    assert "(another site)" in html


def test_page_without_headlines_says_nothing_of_partners():
    assert Template("{% load partners %}{% partner_strip %}").render(Context()).strip() == ""


def test_story_shows_headlines_of_the_topics_above_its_own(client: Client):
    world = make_section("World")
    ports = make_topic("Ports", parent=world)
    make_item(make_source(topics=[world]), "Of the world")
    make_item(make_source(topics=[make_topic("Court")]), "Of a court")

    html = client.get(make_article("Ships", topics=[ports]).get_absolute_url()).content.decode()

    assert ("Of the world" in html, "Of a court" in html) == (True, False)


def test_home_page_shows_headlines_of_all_sources(client: Client):
    make_article("Ships")
    make_item(make_source(topics=[make_topic("Court")]), "Of a court")

    assert "Of a court" in client.get("/").content.decode()
