"""The calendar of what is planned."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.admin.desk import said, sign_in
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/articles/article/calendar/"
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def reader():
    """Somebody of the newsroom, in November 2026. The newsroom's clocks are an hour ahead of UTC."""
    with time_machine.travel(NOW, tick=False):
        yield sign_in(make_user("rita", group="Reporter"))


def filled(response) -> dict[str, list[tuple[str, str]]]:
    return {
        f"{day.date}": [(f"{item.moment:%H:%M}", item.article.headline) for item in day.planned]
        for week in response.context["weeks"]
        for day in week
        if day.planned
    }


def test_month_has_whole_weeks_and_days_of_the_newsrooms_zone(reader):
    make_article("Late", published_at=datetime.datetime(2026, 11, 24, 22, 59, tzinfo=datetime.UTC))
    make_article("Early", published_at=datetime.datetime(2026, 11, 24, 23, 0, tzinfo=datetime.UTC))
    make_article("Next month", published_at=datetime.datetime(2026, 12, 1, 12, 0, tzinfo=datetime.UTC))
    make_article("Later", published_at=datetime.datetime(2026, 12, 20, 12, 0, tzinfo=datetime.UTC))

    page = reader.get(ADDRESS)

    assert {len(week) for week in page.context["weeks"]} == {7}
    assert filled(page) == {
        "2026-11-24": [("23:59", "Late")],
        "2026-11-25": [("00:00", "Early")],
        "2026-12-01": [("13:00", "Next month")],
    }
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
    assert "23:59 goes out Late" in text
    assert "All times are in Europe/Berlin" in text
    assert 'href="?month=2026-10"' in page.content.decode()
    assert 'href="?month=2026-12"' in page.content.decode()
    assert 'aria-current="date"' in page.content.decode()


def test_day_is_a_list(reader):
    story = make_article("Evening", published_at=NOW + 5 * HOUR)
    make_article("Tomorrow", published_at=NOW + 24 * HOUR)

    page = reader.get(ADDRESS, {"day": "2026-11-23"})

    assert [(f"{item.moment:%H:%M}", item.article) for item in page.context["planned"]] == [("18:00", story)]
    assert 'href="?day=2026-11-22"' in page.content.decode()
    assert "Nothing is planned" in reader.get(ADDRESS, {"day": "2026-11-22"}).content.decode()


@pytest.mark.parametrize(
    "value", ["x", "2026-13", "2026-00", "0000-01", "9999-12", "2026-11-01T00", "１２-03", "\x00", "9" * 400]
)
@pytest.mark.parametrize("name", ["month", "day"])
def test_what_is_no_month_or_day_gets_a_message_and_the_present_one(reader, name, value):
    response = reader.get(ADDRESS, {name: value})

    assert response.status_code == 200
    assert said(response) == ["There is no such day or month in the calendar: here is the present one."]
    assert response.context["month"] == datetime.date(2026, 11, 1)


@pytest.mark.parametrize(
    "query", ["month=1800-01", "month=2200-12", "day=1800-01-01", "day=2200-12-31", "month=2026-03"]
)
def test_calendar_reaches_as_far_as_moments_do(reader, query):
    response = reader.get(f"{ADDRESS}?{query}")

    assert (response.status_code, said(response)) == (200, [])


def test_calendar_takes_the_same_queries_for_one_story_and_for_many(reader):
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_article(section=make_section(), published_at=NOW + HOUR, withdraw_at=NOW + 30 * HOUR)
        with CaptureQueriesContext(connection) as queries:
            reader.get(ADDRESS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_only_the_newsroom_reads_it(client):
    assert client.get(ADDRESS).status_code == 302
    assert sign_in(make_user("new", is_staff=True)).get(ADDRESS).status_code == 403
