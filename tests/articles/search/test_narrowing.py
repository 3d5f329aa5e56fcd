"""Links that narrow a search, and those that widen it again."""

import datetime
import re

import pytest

from tests.articles.search.page import links
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db


def test_facets_count_the_matches_and_keep_the_rest_of_the_address(client):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    ada = make_author("Ada Reed")
    moment = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    make_article("Grain", topics=[europe], tags=["ports"], authors=[ada], published_at=moment)
    make_article("Grain again", topics=[world], published_at=moment - datetime.timedelta(days=366))

    response = client.get("/search/?q=grain&order=newest")

    q, order = ("q", "grain"), ("order", "newest")
    assert links(response, "chips__link") == {
        "World 2": [q, ("topic", "world"), order],
        "Europe 1": [q, ("topic", "europe"), order],
        "ports 1": [q, ("tag", "ports"), order],
        "Ada Reed 1": [q, ("author", "ada-reed"), order],
        "2026 1": [q, ("from", "2026-01-01"), ("to", "2026-12-31"), order],
        "2025 1": [q, ("from", "2025-01-01"), ("to", "2025-12-31"), order],
    }


def test_facets_below_a_chosen_topic_take_its_place_and_filters_can_be_taken_out(client):
    world = make_section("World")
    europe, law = make_topic("Europe", parent=world), make_topic("Law")
    make_article("Grain", topics=[europe, law], tags=["ports"])

    response = client.get("/search/?q=grain&topic=world&tag=ports&from=2020-01-01")

    q, since, tag = ("q", "grain"), ("from", "2020-01-01"), ("tag", "ports")
    assert links(response, "chips__link") == {"Europe 1": [q, ("topic", "europe"), tag, since]}
    assert links(response, "narrowed__remove") == {
        "Remove: World ×": [q, tag, since],
        "Remove: Tag: ports ×": [q, ("topic", "world"), since],
        "Remove: Since Jan. 1, 2020 ×": [q, ("topic", "world"), tag],
    }


def test_facets_say_when_they_do_not_count_all_that_matches(client, monkeypatch):
    world = make_topic("World")
    for n in range(3):
        make_article("Grain", topics=[world], hours_ago=n)
    all_of_them = client.get("/search/?q=grain")
    monkeypatch.setattr("articles.search.searching.MOST_MATCHES", 2)

    not_all = client.get("/search/?q=grain")

    texts = [re.findall(r'<p class="facets__said">(.*?)</p>', page.content.decode()) for page in (all_of_them, not_all)]
    assert texts == [[], ["Counted among the newest 2."] * 2]  # beside the stories, and folded for small screens
    assert links(not_all, "chips__link")["World 2"] == [("q", "grain"), ("topic", "world")]
