import datetime

import pytest
from django.utils import timezone

from newsportal.front import compose_front
from tests.factories import make_article, make_photo, make_section

pytestmark = pytest.mark.django_db


def test_front_of_an_empty_site_is_empty(client):
    front = compose_front()

    assert (front.lead, front.top, front.latest.articles, front.blocks) == (None, [], [], [])
    assert client.get("/").status_code == 200


def test_newest_story_with_a_photograph_leads():
    make_article("Plain", hours_ago=1)
    make_article("Pictured", lead_photo=make_photo(), hours_ago=2)

    front = compose_front()

    assert (front.lead.headline, [a.headline for a in front.top]) == ("Pictured", ["Plain"])


def test_fresh_breaking_story_leads_even_without_a_photograph():
    make_article("Pictured", lead_photo=make_photo(), hours_ago=1)
    make_article("Breaking", is_breaking=True, hours_ago=2)

    front = compose_front()

    assert front.lead.headline == "Breaking"


def test_breaking_story_of_yesterday_no_longer_leads():
    make_article("Breaking once", is_breaking=True, hours_ago=13)
    make_article("Pictured", lead_photo=make_photo(), hours_ago=14)

    front = compose_front()

    assert front.lead.headline == "Pictured"


def test_no_story_stands_twice_on_the_front():
    sections = [make_section(f"Section {n}", order=n) for n in range(3)]
    now = timezone.now()
    for n in range(60):
        make_article(
            section=sections[n % 3],
            topics=[sections[(n + 1) % 3]] if n % 4 == 0 else [],
            lead_photo=make_photo() if n % 2 else None,
            published_at=now - datetime.timedelta(minutes=n),
        )

    front = compose_front()

    shown = [front.lead, *front.top, *front.latest.articles, *(a for block in front.blocks for a in block.articles)]
    assert len({article.pk for article in shown}) == len(shown)
    assert [len(block.articles) for block in front.blocks] == [4, 4, 4]
    assert len(front.top) == 4
    assert len(front.latest.articles) == 14


def test_front_goes_on_where_its_stream_ends():
    now = timezone.now()
    articles = [make_article(f"Story {n}", published_at=now - datetime.timedelta(minutes=n)) for n in range(30)]

    front = compose_front()

    assert front.latest.next_cursor.article_id == articles[18].pk
