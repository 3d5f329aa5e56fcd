"""Moments come out of PostgreSQL as they went in."""

import datetime

import psycopg
import pytest
from django.db import DataError, connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no moments of its own"),
]


def read(sql: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        [value] = cursor.fetchone()
        return value


@given(st.datetimes(min_value=datetime.datetime(1, 1, 2), max_value=datetime.datetime(9999, 12, 30)))
def test_moment_is_read_as_it_was_written(moment):
    moment = moment.replace(tzinfo=datetime.UTC)

    found = read("%s::timestamptz", moment)

    assert (found, found.tzinfo) == (moment, datetime.UTC)


def test_loader_is_ours():
    connection.ensure_connection()
    loader = connection.connection.adapters.get_loader(
        psycopg.adapters.types["timestamptz"].oid, psycopg.pq.Format.TEXT
    )

    assert loader.__name__ == "MomentLoader"


def test_none_stays_none_and_what_python_does_not_know_is_an_error():
    assert read("NULL::timestamptz") is None
    for moment in ("infinity", "0044-03-15 12:00:00+00 BC"):
        with pytest.raises(DataError):
            read("%s::timestamptz", moment)


def test_moments_of_models_have_the_zone_of_the_site():
    before = timezone.now()
    with timezone.override("Asia/Tokyo"):
        assert read("now()").tzinfo is datetime.UTC
    assert before <= read("clock_timestamp()") <= timezone.now()
