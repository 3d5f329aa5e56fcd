"""The question before every page: what it sees, and what it does when there is no answer."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from newsportal.fresh import watching
from newsportal.fresh.watching import DatabaseAway, PostgresSight
from topics.versions import read, touch

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a server that can be lost")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a file that can be lost")


def test_every_commit_is_seen_at_once_and_nothing_before_it(watch):
    seen = [watch.versions()]
    for name in ("articles", "topics", "articles"):
        with transaction.atomic():
            touch(name)
            assert watch.versions() == seen[-1]
        seen.append(watch.versions())
        assert seen[-1] == read()

    assert len({tuple(sorted(versions.numbers.items())) for versions in seen}) == 4


def test_while_nothing_changes_the_answer_is_the_same(watch):
    touch("articles")

    assert watch.versions() is watch.versions()


@on_postgresql
def test_connection_that_was_cut_is_made_anew(watch):
    touch("articles")
    before = watch.versions()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = 'SELECT name, number FROM topics_version' AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchall() == [(True,)]

    assert watch.versions() == before


@on_postgresql
def test_server_that_is_not_there_is_asked_once_a_second(watch, monkeypatch):
    params, asked = connection.get_connection_params(), []

    def open_nothing():
        asked.append(1)
        return PostgresSight(params | {"dbname": "nothing_of_this_name"})

    monkeypatch.setattr(watch, "_open", open_nothing)
    for _ in range(3):
        with pytest.raises(DatabaseAway):
            watch.versions()
    monkeypatch.undo()
    with pytest.raises(DatabaseAway):
        watch.versions()
    watch._away_until = 0.0  # a second later

    assert (len(asked), watch.versions()) == (1, read())


@on_postgresql
def test_question_without_an_answer_is_given_up(watch, monkeypatch):
    monkeypatch.setattr(watching, "PATIENCE", 0.1)
    watch.versions()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE topics_version IN ACCESS EXCLUSIVE MODE")  # as a migration may

        with pytest.raises(DatabaseAway):
            watch.versions()


@on_sqlite
def test_another_file_of_the_name_is_looked_at(watch, tmp_path):
    touch("articles")
    before, file = watch.versions(), tmp_path / "site.sqlite3"
    connection.close()
    copy = tmp_path / "copy"
    copy.write_bytes(file.read_bytes())
    file.unlink()
    copy.rename(file)
    touch("topics")

    assert (watch.versions() != before, watch.versions()) == (True, read())


@on_sqlite
def test_file_that_is_missing_is_not_made(watch, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "PAUSE", 0.0)
    file = tmp_path / "site.sqlite3"
    watch.versions()
    file.rename(tmp_path / "elsewhere")

    for _ in range(2):
        with pytest.raises(DatabaseAway):
            watch.versions()
    assert not file.exists()


@on_sqlite
def test_database_that_somebody_keeps_to_himself_is_away(watch, monkeypatch):
    monkeypatch.setattr(watching, "PATIENCE", 0.05)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseAway):
            watch.versions()
        cursor.execute("ROLLBACK")
