import datetime
from zoneinfo import ZoneInfo

import pytest

from newsportal.feeds.schedule import Schedule, moment_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = datetime.timedelta(hours=1)


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        ("2026-01-15", 7, "Europe/Berlin", "2026-01-15 06:00"),
        ("2026-07-15", 7, "Europe/Berlin", "2026-07-15 05:00"),
        ("2026-07-15", 7, "Asia/Kathmandu", "2026-07-15 01:15"),
        ("2026-03-29", 2, "Europe/Berlin", "2026-03-29 01:00"),  # 02:00 does not exist: 03:00
        ("2026-10-25", 2, "Europe/Berlin", "2026-10-25 00:00"),  # 02:00 comes twice: the first
        ("2026-04-24", 0, "Africa/Cairo", "2026-04-23 22:00"),  # midnight does not exist: 01:00
        ("2026-10-04", 2, "Australia/Lord_Howe", "2026-10-03 15:30"),  # half an hour is skipped: 02:30
        ("2006-04-02", 1, "America/St_Johns", "2006-04-02 03:31"),  # 00:01 to 01:01 is skipped: 01:01
        ("2011-12-30", 7, "Pacific/Apia", "2011-12-30 10:00"),  # the whole day is skipped: midnight of the next
    ],
)
def test_hour_of_a_day_is_that_of_the_readers_clock(day, hour, zone, moment):
    assert moment_of(datetime.date.fromisoformat(day), hour, ZoneInfo(zone)) == utc(moment)


def test_last_and_next_lie_around_the_moment():
    daily = Schedule(7, BERLIN)

    assert daily.last(utc("2026-11-24 05:59")) == utc("2026-11-23 06:00")
    assert daily.last(utc("2026-11-24 06:00")) == utc("2026-11-24 06:00")
    assert daily.next(utc("2026-11-24 06:00")) == utc("2026-11-25 06:00")


def test_weekly_digest_comes_on_its_day_of_the_readers_week():
    # Monday at one in the morning in Tokyo is still Sunday in UTC.
    mondays = Schedule(1, ZoneInfo("Asia/Tokyo"), weekday=0)

    assert mondays.last(utc("2026-11-22 15:59")) == utc("2026-11-15 16:00")
    assert mondays.last(utc("2026-11-22 16:00")) == utc("2026-11-22 16:00")
    assert mondays.next(utc("2026-11-22 16:00")) == utc("2026-11-29 16:00")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "America/St_Johns"])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_every_day_of_a_year_is_due_once_whatever_the_clocks_do(zone, hour):
    schedule, moment = Schedule(hour, ZoneInfo(zone)), utc("2026-01-01 00:00")
    asked = [schedule.last(moment + n * HOUR) for n in range(365 * 24)]

    due = sorted(set(asked))
    days = [at.astimezone(schedule.zone).date() for at in due]
    assert days == [days[0] + n * datetime.timedelta(days=1) for n in range(len(due))]
    assert asked == sorted(asked)
    assert [schedule.next(at - HOUR / 4) for at in due] == due
