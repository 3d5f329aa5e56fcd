"""What goes through the door, read from headers of strangers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.http import Conditions, Response
from newsportal.http.exchange import LONGEST_PAUSE, read_retry_after, read_validator

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("-5", 0),
        ("9" * 30, LONGEST_PAUSE),
        ("9" * 10_000, LONGEST_PAUSE),
        ("-" + "9" * 10_000, 0),
        ("Tue, 24 Nov 2026 12:05:00 GMT", 300),
        ("Tue, 24 Nov 2026 13:05:00 +0100", 300),
        ("Tue, 24 Nov 2026 12:05:00 -0000", 300),
        ("Tue, 24 Nov 2020 12:05:00 GMT", 0),
        ("Tue, 24 Nov 9999 12:05:00 GMT", LONGEST_PAUSE),
        ("Tue, 24 Nov 99999 12:05:00 GMT", None),
        ("Tue, 99 Foo 2026 12:05:00 GMT", None),
        ("Tue, 24 Nov 2026 12:05:00 +999999", None),
        ("soon", None),
        ("1.5", None),
        ("1e9", None),
        ("²", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_retry_after(value, seconds):
    assert read_retry_after(value, NOW) == seconds


@given(st.text() | st.from_regex(r"\w{3}, \d+ (Jan|Nov) \d+ \d+:\d+:\d+ ([+-]\d+|GMT)"))
def test_retry_after_is_always_bounded(value):
    seconds = read_retry_after(value, NOW)

    assert seconds is None or 0 <= seconds <= LONGEST_PAUSE


@pytest.mark.parametrize("value", ['"abc"', 'W/"abc"', "unquoted", "Tue, 24 Nov 2026 12:05:00 GMT"])
def test_validator_is_kept_as_it_came(value):
    assert read_validator(f" {value} ") == value


@pytest.mark.parametrize("value", ["", " ", '"a\r\nX-Evil: 1"', '"\x00"', '"é"', '"' + "a" * 300 + '"'])
def test_validator_that_cannot_be_stored_and_sent_back_is_none(value):
    assert read_validator(value) == ""
    assert Conditions(etag=value, last_modified=value).as_headers() == {}


def test_conditions_become_headers():
    assert Conditions(etag='"a"', last_modified="yesterday").as_headers() == {
        "If-None-Match": '"a"',
        "If-Modified-Since": "yesterday",
    }


def test_response_knows_that_nothing_changed():
    assert [Response(status, "http://news.example/").is_unchanged for status in (200, 304, 410)] == [False, True, False]
