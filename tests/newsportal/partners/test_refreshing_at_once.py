"""Two runs that store at the same moment, in two connections of a real server. (SQLite has one writer.)"""

import threading

import pytest
from django.db import connection, connections

from newsportal.partners import refreshing
from newsportal.partners.models import PartnerItem
from newsportal.partners.refreshing import refresh
from tests.newsportal.partners.feeds import NOW, answering, item, make_source, rss

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]
PATIENCE = 10
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        return bool(cursor.execute(WAITING).fetchone()[0])


def test_second_run_waits_for_the_first_and_takes_its_items_for_known(monkeypatch):
    first, second = make_source("First"), make_source("Second")
    refresh(second, fetch=answering(rss(item("own"))), now=NOW)
    stored, results = threading.Event(), []
    forget_old = refreshing.forget_old

    def pause(source, **arguments):
        """The first run has stored its items and not committed yet: until the second one is held up by it."""
        if source.pk == first.pk:
            stored.set()
            clock = threading.Event()
            for _look in range(PATIENCE * 100):
                if is_somebody_waiting() or clock.wait(0.01):
                    break
        return forget_old(source, **arguments)

    def run_first():
        try:
            results.append(refresh(first, fetch=answering(rss(item("a"), item("b"))), now=NOW))
        finally:
            connections.close_all()

    monkeypatch.setattr(refreshing, "forget_old", pause)
    run = threading.Thread(target=run_first)
    run.start()
    assert stored.wait(PATIENCE)

    # Its own story moves to an address that the first run is just storing, and it brings one that the first brings too.
    moved = item("own", link="https://gazette.example/a")
    result = refresh(second, fetch=answering(rss(moved, item("b"), item("c"))), now=NOW)
    run.join(PATIENCE)

    assert [(done.created, done.skipped) for done in (*results, result)] == [(2, 0), (1, 1)]
    assert sorted(PartnerItem.objects.values_list("source__name", "url")) == [
        ("First", "https://gazette.example/a"),
        ("First", "https://gazette.example/b"),
        ("Second", "https://gazette.example/c"),
        ("Second", "https://gazette.example/own"),
    ]
