"""What is kept of readers' searches, and what never is."""

import datetime
import logging
import threading

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from articles.models import SearchedQuery
from articles.search import log
from articles.search.log import remember
from articles.search.query import Query


def kept(using="default") -> list[tuple]:
    rows = SearchedQuery.objects.using(using).order_by("day", "query")
    return list(rows.values_list("query", "times", "found"))


def search(text: str, count: int = 3) -> None:
    remember(Query.parse(text), count)


# Tests that really commit; on SQLite they have a database of their own.
commits = (
    pytest.mark.django_db(transaction=True) if connection.vendor == "postgresql" else pytest.mark.usefixtures("several")
)


@pytest.fixture
def several(request, tmp_path, monkeypatch):
    """The alias of a database that several may write to at once."""
    if connection.vendor == "postgresql":
        yield "default"
        return
    # The database of tests lies in the memory, where a second writer is refused and not made to wait.
    connections.settings["aside"] = connections.settings["default"] | {"NAME": str(tmp_path / "aside.sqlite3")}
    monkeypatch.setattr(log.router, "db_for_write", lambda model: "aside")
    with request.getfixturevalue("django_db_blocker").unblock():
        with connections["aside"].schema_editor() as editor:
            editor.create_model(SearchedQuery)
        yield "aside"
        connections["aside"].close()
    del connections["aside"], connections.settings["aside"]


@pytest.mark.django_db
def test_searches_are_counted_by_day_and_the_last_number_of_results_stays():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 22, 59, tzinfo=datetime.UTC), tick=False):
        search("harbour", 7)
    with time_machine.travel(datetime.datetime(2026, 11, 22, 23, 1, tzinfo=datetime.UTC), tick=False):  # 0:01 here
        search("Harbour", 8)
        search("  HARBOUR ", 9)
        search("Köln -rathaus", 0)

    days = {str(day) for day in SearchedQuery.objects.values_list("day", flat=True)}
    assert days == {"2026-11-22", "2026-11-23"}
    assert kept() == [("harbour", 1, 7), ("harbour", 2, 9), ("koln -rathaus", 1, 0)]


def test_a_row_holds_nothing_that_leads_to_a_reader():
    assert {field.name for field in SearchedQuery._meta.get_fields()} == {"id", "day", "query", "times", "found"}
    assert SearchedQuery._meta.get_field("day").get_internal_type() == "DateField"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "anna@example.org",
        "Anna Reed ＠ example",
        "+44 20 7946 0958",
        "(030) 123-4567",
        "4111.1111.1111.1111",
        "DE89370400440532013000",
        "٠١٢٣٤٥٦٧٨",
        "why does my neighbour in the second floor play the trumpet every single night",
        "-harbour",
        "  ",
        "*",
    ],
)
def test_what_looks_personal_or_is_nothing_is_not_kept(text):
    search(text)

    assert kept() == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["budget 2026", "covid-19", "airbus a320 15", "x" * 60, "topic:world grain"])
def test_ordinary_words_and_numbers_are_kept(text):
    search(text)

    assert kept() == [(text, 1, 3)]


@pytest.mark.django_db
def test_a_day_holds_a_bounded_number_of_different_searches(monkeypatch):
    monkeypatch.setattr(log, "MOST_A_DAY", 2)
    with time_machine.travel(timezone.now() - datetime.timedelta(days=1)):
        search("yesterday")
    for text in ["one", "two", "three", "one"]:
        search(text)

    assert kept() == [("yesterday", 1, 3), ("one", 2, 3), ("two", 1, 3)]


@pytest.mark.django_db
def test_a_search_costs_one_statement(django_assert_num_queries):
    search("harbour")

    # around it: a savepoint, and how long the database may wait
    with django_assert_num_queries(6 if connection.vendor == "sqlite" else 4) as captured:
        search("harbour")
    assert sum("articles_searchedquery" in query["sql"] for query in captured) == 1


@pytest.mark.django_db
def test_old_searches_are_forgotten(capsys):
    today = timezone.localdate()
    for age in (0, 90, 91, 400):
        day = today - datetime.timedelta(days=age)
        SearchedQuery.objects.create(day=day, query=f"{age} days ago", found=1)

    call_command("forget_searches")
    said = capsys.readouterr().out
    call_command("forget_searches")

    assert said == "Deleted: 2 (older than 90 days).\n"
    assert capsys.readouterr().out == ""
    assert [query for query, *_ in kept()] == ["90 days ago", "0 days ago"]


@commits
def test_searches_at_the_same_moment_are_all_counted(several, monkeypatch):
    monkeypatch.setattr(log, "PATIENCE", 20_000)  # what is dropped under load is another test's subject
    start = threading.Barrier(4)

    def reader():
        start.wait()
        for _ in range(10):
            search("harbour")
        connections.close_all()

    readers = [threading.Thread(target=reader) for _ in range(4)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()

    assert kept(several) == [("harbour", 40, 3)]


@commits
def test_a_search_does_not_wait_for_a_database_that_somebody_holds(several, caplog):
    search("harbour")
    held, done = threading.Event(), threading.Event()

    def writer():
        with transaction.atomic(using=several):
            SearchedQuery.objects.using(several).update(found=99)
            held.set()
            done.wait(30)
        connections.close_all()

    other = threading.Thread(target=writer)
    other.start()
    assert held.wait(30)
    try:
        with caplog.at_level(logging.WARNING, logger="articles.search.log"):
            search("harbour")
    finally:
        is_still_held = other.is_alive()
        done.set()
        other.join()

    assert is_still_held
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["A search was not counted"]
    assert kept(several) == [("harbour", 1, 99)]
    search("harbour")  # the connection is in order
    assert kept(several) == [("harbour", 2, 3)]


@pytest.mark.django_db
def test_a_read_only_database_does_not_break_a_search(caplog):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET transaction_read_only = on")
    try:
        search("harbour")
        assert kept() == []
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = OFF")

    assert "A search was not counted" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_patience_of_the_connection_is_as_before():
    def patience() -> str:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
            return str(cursor.fetchone()[0])

    usual = patience()

    search("harbour")

    assert patience() == usual != str(log.PATIENCE)
