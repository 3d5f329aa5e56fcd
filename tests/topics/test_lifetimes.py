import datetime
import zoneinfo

import pytest

from tests.factories import make_article
from topics.lifetimes import announced, end_of_day, end_of_page


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "now", "end"),
    [
        ("UTC", "2026-11-24 12:00", "2026-11-25 00:00"),
        ("Europe/Berlin", "2026-11-24 12:00", "2026-11-24 23:00"),
        ("Europe/Berlin", "2026-11-24 23:00", "2026-11-25 23:00"),
        ("Asia/Kathmandu", "2026-11-24 12:00", "2026-11-24 18:15"),
        # Clocks go back at 01:00 UTC on this day, and until then the page is looked at every quarter of an hour.
        ("Europe/Berlin", "2026-10-24 22:07", "2026-10-24 22:15"),
        ("Europe/Berlin", "2026-10-25 00:59", "2026-10-25 01:00"),
        ("Europe/Berlin", "2026-10-25 01:00", "2026-10-25 23:00"),
        # There is no midnight on this day: clocks go from 24:00 to 01:00.
        ("America/Santiago", "2026-09-06 02:00", "2026-09-06 04:00"),
        # And here they go from 24:00 back to 23:00.
        ("America/Santiago", "2026-04-05 02:50", "2026-04-05 03:00"),
    ],
)
def test_day_ends_at_midnight_or_when_clocks_change(zone, now, end):
    assert end_of_day(utc(now), zoneinfo.ZoneInfo(zone)) == utc(end)


@pytest.mark.django_db
def test_page_ends_with_the_first_day_of_two_or_with_the_next_moment():
    now = utc("2026-11-24 12:00")
    ends = [end_of_page(now, ""), end_of_page(now, "Asia/Tokyo"), end_of_page(now, "America/New_York")]
    make_article(published_at=utc("2026-11-24 13:00"))
    make_article(published_at=utc("2026-11-24 11:00"), withdraw_at=utc("2026-11-24 13:30"))

    ends += [end_of_page(now, "Asia/Tokyo"), end_of_page(utc("2026-11-24 13:00"), "Asia/Tokyo")]

    assert ends == [
        *(utc("2026-11-24 23:00"), utc("2026-11-24 15:00"), utc("2026-11-24 23:00")),
        *(utc("2026-11-24 13:00"), utc("2026-11-24 13:30")),
    ]


@pytest.mark.django_db
def test_next_moment_is_asked_for_once_until_it_has_passed(django_assert_num_queries):
    now, moment = utc("2026-11-24 12:00"), utc("2026-11-24 13:00")
    make_article(published_at=moment)

    with django_assert_num_queries(2 + 1 + 1 + 2):  # of each two: the versions, and the moment
        said = [announced(now), announced(now), announced(moment - datetime.timedelta(seconds=1)), announced(moment)]

    assert said == [moment, moment, moment, None]
