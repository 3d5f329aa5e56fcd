"""Topics that have stories: remembered while nothing changes, and never old."""

import pytest
from django.utils import timezone

from articles.models import Article
from articles.templatetags.news import topic_choices
from articles.topic_lists import topics_at_slugs
from tests.factories import make_article, make_section, make_topic
from topics.models import Topic
from topics.versions import touch

pytestmark = pytest.mark.django_db

CHANGES = {
    "name": lambda: Topic.objects.filter(slug="ports").update(name="Harbours"),
    "section": lambda: Topic.objects.filter(slug="ports").update(parent=None),
    "inactive": lambda: Topic.objects.filter(slug="ports").update(is_active=False),
    "order": lambda: Topic.objects.filter(slug="sport").update(order=1),
    "first story": lambda: make_article(topics=[make_topic("Rail")]),
    "last story": lambda: Article.objects.filter(headline="Match").get().topic_rows.update(withdraw_at=timezone.now()),
}


@pytest.fixture
def stories():
    world, sport = make_section("World", order=2), make_section("Sport", order=3)
    make_article("Ships", topics=[make_topic("Ports", parent=world)])
    make_article("Match", topics=[sport])


@pytest.mark.parametrize("change", CHANGES)
def test_choices_are_another_as_soon_as_a_topic_is(stories, change):
    before = topic_choices([])

    CHANGES[change]()
    touch("topics", "articles")

    assert topic_choices([]) != before


def test_choices_of_the_same_topics_are_not_made_again(stories, monkeypatch):
    before = topic_choices([])
    make_article("Another", topics=[Topic.objects.get(slug="ports")])
    touch("articles")
    monkeypatch.setattr(Topic, "from_db", None)

    assert topic_choices([]) == before


def test_topics_are_found_at_their_slugs_with_and_without_stories(stories):
    make_topic("Empty")

    found = topics_at_slugs(["empty", "ports", "nowhere", "sport"])

    assert {slug: topic.name for slug, topic in found.items()} == {"empty": "Empty", "ports": "Ports", "sport": "Sport"}
    assert topics_at_slugs([]) == {}
