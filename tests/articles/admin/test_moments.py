"""Moments in forms: the zone, the hour that is skipped, the hour that comes twice, and nonsense. The zone is Berlin."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.admin.moments import MomentField, said_moment

SUMMER = datetime.datetime(2026, 7, 1, 10, 0, tzinfo=datetime.UTC)
FIRST_HALF_PAST_TWO = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
SECOND_HALF_PAST_TWO = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)


def clean(day: str, time: str):
    return MomentField(required=False).clean([day, time])


def refusal(day: str, time: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        clean(day, time)
    return refused.value.messages


def test_local_time_is_that_of_the_site():
    assert clean("2026-07-01", "12:00") == SUMMER


def test_skipped_hour_is_refused_with_what_the_clock_shows_then():
    assert refusal("2026-03-29", "02:30") == [
        "Clocks in Europe/Berlin are put forward on this day and never show 02:30. Enter 03:30, which is what they "
        "show then."
    ]
    assert clean("2026-03-29", "03:30") == datetime.datetime(2026, 3, 29, 1, 30, tzinfo=datetime.UTC)


def test_repeated_hour_is_refused_with_both_offsets_and_taken_with_either():
    assert refusal("2026-10-25", "02:30") == [
        "Clocks in Europe/Berlin show 02:30 twice on this day. Enter 02:30 +02:00 for the first time, or 02:30 +01:00 "
        "for the second."
    ]
    assert clean("2026-10-25", "02:30 +02:00") == FIRST_HALF_PAST_TWO
    assert clean("2026-10-25", "02:30:00+01:00") == SECOND_HALF_PAST_TWO


@pytest.mark.parametrize("moment", [SUMMER, FIRST_HALF_PAST_TWO, SECOND_HALF_PAST_TWO])
def test_what_the_form_shows_comes_back_as_it_was(moment):
    field = MomentField()
    shown = [str(part) for part in field.widget.decompress(moment)]

    assert field.clean(shown) == moment
    assert not field.has_changed(moment, shown)


def test_zone_and_offset_stand_beside_the_fields():
    html = MomentField().widget.render("at", SUMMER, {"id": "id_at"})

    assert "Europe/Berlin (UTC+02:00)" in html
    assert 'for="id_at_0"' in html
    assert said_moment(SUMMER).endswith("12:00 CEST")


def test_zone_stands_alone_while_there_is_no_date():
    html = MomentField(required=False).widget.render("at", None, {"id": "id_at"})

    assert '<span class="moment__zone">Europe/Berlin</span>' in html


@pytest.mark.parametrize(
    ("day", "time", "message"),
    [
        ("2026-07-01", "", "Enter both the date and the time."),
        ("", "12:00", "Enter both the date and the time."),
        ("0001-01-01", "00:00", "Enter a year between 1800 and 2200."),
        ("9999-12-31", "23:59", "Enter a year between 1800 and 2200."),
        ("0001-01-01", "00:00 +14:00", "Enter a year between 1800 and 2200."),
        ("2026-02-30", "12:00", "Enter a valid date."),
        ("2026-07-01", "25:00", "Enter a valid time."),
        ("2026-07-01", "12:00 +99:00", "Enter a valid time."),
        ("2026-07-01", "١٢:٠٠ +٠١:٠٠", "Enter a valid time."),
        ("\x00", "\x00", "Enter a valid date."),
    ],
)
def test_nonsense_gets_a_message(day, time, message):
    assert message in refusal(day, time)


def test_old_moments_keep_the_offsets_of_their_day():
    """Before 1893 Berlin kept its own mean time, 53 minutes and 28 seconds ahead of Greenwich."""
    field = MomentField()
    moment = clean("1850-06-01", "12:00")

    assert timezone.localtime(moment).replace(tzinfo=None) == datetime.datetime(1850, 6, 1, 12, 0)
    assert field.clean([str(part) for part in field.widget.decompress(moment)]) == moment
