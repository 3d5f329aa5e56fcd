"""What narrows a search, as readers say it in the address."""

import datetime
import re
import zoneinfo

import pytest

from articles.models import Status
from tests.articles.search.page import found, headlines, said
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db


def test_topics_are_any_of_them_and_include_those_below(client):
    world = make_section("World")
    make_article("Europe", topics=[make_topic("Europe", parent=world)], hours_ago=1)
    make_article("Sport", topics=[make_topic("Sport")], hours_ago=2)
    make_article("Law", topics=[make_topic("Law")], hours_ago=3)

    assert found(client, topic=["world", "sport"]) == ["Europe", "Sport"]
    assert found(client, topic=["world"], section="sport") == []
    assert found(client, section="world") == ["Europe"]
    assert found(client, q="topic:sport") == ["Sport"]
    assert found(client, q="-topic:sport", topic=["sport", "law"]) == ["Law"]


def test_filters_work_without_words_newest_first(client):
    ada = make_author("Ada Reed")
    make_article("Older", tags=["grain"], authors=[ada], hours_ago=3)
    make_article("Newer", tags=["grain"], lead_photo=make_photo(), hours_ago=2)
    make_article("Other", authors=[ada], hours_ago=1)

    assert found(client, tag="grain") == ["Newer", "Older"]
    assert found(client, author="ada-reed") == ["Other", "Older"]
    assert found(client, author="Ada Reed", tag="grain") == ["Older"]
    assert found(client, photo="1") == ["Newer"]


def test_days_are_those_of_the_sites_calendar_and_both_count(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    for day, hour in ((1, 23), (2, 0), (3, 23), (4, 0)):
        make_article(f"Day {day}", published_at=datetime.datetime(2026, 3, day, hour, 59 * (hour > 0), tzinfo=tokyo))

    assert found(client, **{"from": "2026-03-02", "to": "2026-03-03"}) == ["Day 3", "Day 2"]
    assert found(client, q="day", **{"from": "2026-03-04"}) == ["Day 4"]
    assert found(client, to="2026-03-01") == ["Day 1"]
    assert found(client, **{"from": "0001-01-01", "to": "9999-12-31"}) == ["Day 4", "Day 3", "Day 2", "Day 1"]


def test_day_of_no_calendar_is_said_and_stays_in_its_field(client):
    make_article("Grain")

    response = client.get("/search/?q=grain&from=2026-02-30")

    assert said(response) == ["From day: “2026-02-30” is no day of the calendar; write it as 2026-11-23."]
    assert headlines(response) == ["Grain"]
    assert re.search(r'<input type="text" name="from" value="2026-02-30"', response.content.decode())


def test_last_day_before_the_first_is_said_and_both_stay(client):
    make_article("Grain")

    response = client.get("/search/?q=grain&from=2026-03-02&to=2026-03-01")

    assert said(response) == ["The last day lies before the first one: stories of all days were looked through."]
    assert headlines(response) == ["Grain"]
    assert re.findall(r'<input type="date" name="(\w+)" value="([^"]+)"', response.content.decode()) == [
        ("from", "2026-03-02"),
        ("to", "2026-03-01"),
    ]


def test_unknown_names_are_said_and_the_rest_is_looked_for(client):
    make_topic("Sport")
    make_article("Secret grain", status=Status.DRAFT, tags=["merger"])
    make_article("Grain")

    response = client.get('/search/?q=grain+author:"No Body"&topic=nothing&tag=merger&section=x')

    assert said(response) == [
        "There is no author “No Body”: the name was left out.",
        "There is no topic “x”: it was left out.",
        "There is no topic “nothing”: it was left out.",
        "There is no tag “merger”: it was left out.",
    ]
    assert headlines(response) == ["Grain"]


def test_words_with_a_minus_alone_find_nothing_and_the_page_says_why(client):
    make_article("Grain")

    response = client.get("/search/?q=-football")

    assert said(response) == [
        "A word with a minus leaves stories out of those that were found: add a word to look for."
    ]
    assert headlines(response) == []


def test_star_that_says_nothing_is_told(client):
    make_article("Go by ship")

    response = client.get("/search/", {"q": "go* shi* go*"})

    assert said(response) == ["A star stands behind three letters or more of one word; looked for without it: go*."]
    assert headlines(response) == ["Go by ship"]
