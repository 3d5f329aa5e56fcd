"""Who asks whether a connection is still good, and when."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.signals import request_started
from django.db import OperationalError, connection, connections

from newsportal.fresh import vouching as module
from newsportal.fresh.vouching import VOUCHED_FOR, Vouching
from newsportal.fresh.watching import Watch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a connection that can be lost"),
]


@pytest.fixture
def asked(watch):
    """The times when Django has asked whether its connection is good."""
    asked, own = [], connections["default"]
    is_usable = own.is_usable
    own.ensure_connection()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "is_usable", lambda: asked.append(1) or is_usable())
        patch.setattr(own, "health_check_enabled", True)
        yield asked


def make_page(watch: Watch, vouching: Vouching) -> int | None:
    """A request with one question, between the look for changes and the end of the page."""
    watch.versions()
    request_started.send(sender=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    vouching.note()
    return pid


def end_sessions(pid: int | None = None) -> None:
    """End one session with the database, or all others."""
    own = connection.copy()
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid = coalesce(%s, pid)",
            [pid],
        )
    own.close()


def test_connection_is_asked_once_in_a_while(watch, asked, monkeypatch):
    vouching, times = Vouching(watch), []

    for moment in (0, 1, VOUCHED_FOR - 1, VOUCHED_FOR + 1, VOUCHED_FOR + 2):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda moment=moment: moment))
        make_page(watch, vouching)
        times.append(len(asked))

    assert times == [1, 1, 1, 2, 2]


def test_server_that_was_restarted_is_found_out_at_once(watch, asked):
    vouching = Vouching(watch)
    first = make_page(watch, vouching)
    end_sessions()

    second = make_page(watch, vouching)

    assert (second != first, len(asked)) == (True, 2)


def test_error_ends_the_trust(watch, asked):
    vouching = Vouching(watch)
    first = make_page(watch, vouching)
    end_sessions(first)  # this connection alone, so nobody knows
    with pytest.raises(OperationalError):
        make_page(watch, vouching)

    assert make_page(watch, vouching) != first
