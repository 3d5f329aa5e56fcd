"""What becomes of sources when something else changes."""

import pytest

from articles.topic_moves import merge_topics
from tests.factories import make_topic
from tests.newsportal.partners.feeds import make_source

pytestmark = pytest.mark.django_db


def test_sources_of_a_topic_that_is_merged_are_for_the_other_one():
    sea, ocean, sport = make_topic("Sea"), make_topic("Ocean"), make_topic("Sport")
    chosen = {
        "one": [sea],
        "both": [sea, ocean],
        "another too": [sea, sport],
        "other": [sport],
        "general": [],
    }
    sources = {name: make_source(name, topics=topics) for name, topics in chosen.items()}

    merge_topics(sea, into=ocean)

    assert {name: sorted(topic.name for topic in source.topics.all()) for name, source in sources.items()} == {
        "one": ["Ocean"],
        "both": ["Ocean"],
        "another too": ["Ocean", "Sport"],
        "other": ["Sport"],
        "general": [],
    }
