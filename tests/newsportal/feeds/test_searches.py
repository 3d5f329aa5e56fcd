"""Searches that become feeds."""

import datetime

import pytest
from django.contrib.messages import get_messages

from articles.search.filters import State
from newsportal.feeds.keeping import MOST_FEEDS, create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, RulesError
from newsportal.feeds.searches import choice_of, name_of
from tests.factories import make_article, make_author, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("search", "choice"),
    [
        (State(), Choice()),
        (State(q="?!"), Choice()),
        (State(q="grain -wheat"), Choice(words=("grain -wheat",))),
        (State(topics=("world", "sport")), Choice(topics=("world", "sport"))),
        (State(section="world"), Choice(topics=("world",))),
        (State(tag="ports"), Choice(tags=("ports",))),
        (State(q="grain", topics=("world", "sport")), Choice(words=("topic:world OR topic:sport grain",))),
        (State(q="OR grain", tag="ports"), Choice(words=("tag:ports grain",))),
        (State(q='"grain pri', author="Ada Reed"), Choice(words=('author:"Ada Reed" "grain pri',))),
        (State(tag="ports", author="ada-reed", page=3, order="newest"), Choice(words=("tag:ports author:ada-reed",))),
    ],
)
def test_search_becomes_what_a_feed_shows(search, choice):
    assert choice_of(search) == choice


def test_search_that_is_longer_than_a_rule_is_refused():
    with pytest.raises(RulesError, match="longer than 200 characters"):
        choice_of(State(q="word " * 39, topics=("world", "sport")))


def test_feed_is_called_by_its_words_or_its_names():
    assert name_of(State(q=" grain   prices ", topics=("world",))) == "grain prices"
    assert name_of(State(tag="ports", section="world")) == "world, ports"
    assert name_of(State(q="w" * 100)) == "w" * 59 + "…"


@pytest.fixture
def stories():
    world, ada = make_section("World"), make_author("Ada Reed")
    make_article("Grain rises", section=world, authors=[ada], hours_ago=1)
    make_article("Grain falls", topics=[make_topic("Ports", parent=world)], hours_ago=2)
    make_article("Grain at home", section=make_section("Home"), hours_ago=3)
    make_article("Wheat abroad", section=world, hours_ago=4)


def send(client, **search):
    return client.post("/my/search/", search, headers=HERE)


def headlines(client, address: str) -> list[str]:
    return [article.headline for article in client.get(address).context["page"].articles]


def test_search_joins_the_feed_of_a_reader_without_an_account(client, stories):
    client.post("/my/", {"topic": "home"}, headers=HERE)

    response = send(client, q="grains", topic="world")

    assert (response.status_code, response.headers["Location"]) == (303, "/my/")
    assert headlines(client, "/my/") == ["Grain rises", "Grain falls", "Grain at home"]


def test_search_becomes_a_feed_of_its_own_in_an_account(client, stories):
    user = make_user()
    create_feed(user, name="Another")
    client.force_login(user)

    response = send(client, q="grain", author="ada-reed", **{"from": "2020-01-01"})

    assert response.headers["Location"] == "/my/grain/"
    assert headlines(client, "/my/grain/") == ["Grain rises"]
    [said] = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == "“grain” is a feed of yours now. It takes in stories of any day, with and without photographs."


@pytest.mark.parametrize("search", [{}, {"q": "…"}, {"topic": "unheard-of"}, {"from": str(datetime.date.today())}])
def test_search_for_nothing_makes_no_feed(client, stories, search):
    client.force_login(make_user())

    response = send(client, **search)

    assert response.headers["Location"] == "/my/"
    assert Feed.objects.count() == 0


def test_full_account_is_told(client, stories):
    user = make_user()
    for number in range(MOST_FEEDS):
        create_feed(user, name=f"Feed {number}")
    client.force_login(user)

    response = send(client, q="grain")

    assert response.headers["Location"] == "/my/"
    assert "20 feeds" in str(*get_messages(response.wsgi_request))
