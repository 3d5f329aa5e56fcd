"""Versions: what a change in one transaction says to everybody else, and when."""

import queue
import threading
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction

from topics import versions
from topics.models import Version
from topics.versions import current, held, read, touch

PATIENCE = 20  # seconds
commits = (
    pytest.mark.django_db(transaction=True) if connection.vendor == "postgresql" else pytest.mark.usefixtures("several")
)
needs_two_writers = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")


@pytest.fixture
def several(request, tmp_path, monkeypatch):
    """On SQLite, a database in a file: that of tests lies in the memory, where nobody else can wait for a writer."""
    if connection.vendor == "postgresql":
        yield
        return
    connections.settings["aside"] = connections.settings["default"] | {"NAME": str(tmp_path / "aside.sqlite3")}
    monkeypatch.setattr(versions.router, "db_for_write", lambda model: "aside")
    with request.getfixturevalue("django_db_blocker").unblock():
        with connections["aside"].schema_editor() as editor:
            editor.create_model(Version)
        yield
        connections["aside"].close()
    del connections["aside"], connections.settings["aside"]


class Editor:
    """Somebody with a connection and one transaction of their own, who does one thing at a time."""

    def __init__(self):
        self._orders, self._answers = queue.Queue(), queue.Queue()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        self._answer()

    def _work(self):
        try:
            with transaction.atomic(using=versions.router.db_for_write(Version)):
                self._answers.put(None)
                while act := self._orders.get(timeout=PATIENCE):
                    act()
                    self._answers.put(None)
            self._answers.put(None)
        except Exception as error:
            self._answers.put(error)
        finally:
            connections.close_all()

    def _answer(self):
        if error := self._answers.get(timeout=PATIENCE):
            raise error

    def do(self, act):
        self._orders.put(act)
        self._answer()

    def touch(self, *names):
        self.do(lambda: touch(*names))

    def commit(self):
        self._orders.put(None)
        self._answer()
        self._thread.join(PATIENCE)

    def give_up(self):
        def fail():
            raise InterruptedError

        with pytest.raises(InterruptedError):
            self.do(fail)
        self._thread.join(PATIENCE)


@pytest.mark.django_db
def test_touching_changes_the_numbers_of_what_was_named_and_no_other():
    touch("articles", "rates")
    before = read()

    touch("articles")

    after = read()
    assert after != before
    assert after.of(["rates", "topics"]) == before.of(["rates", "topics"])
    assert after.of(["articles"]) > before.of(["articles"])


@pytest.mark.django_db
def test_name_that_no_app_registered_is_refused():
    with pytest.raises(ValueError, match="No app has registered versions called artices"):
        touch("artices")


def test_name_is_registered_once():
    with pytest.raises(ValueError, match="two versions called topics"):
        versions.register("topics")


@pytest.mark.django_db
def test_the_table_stays_as_it_is_however_often_it_is_touched():
    for _ in range(5):
        touch("articles")

    assert Version.objects.filter(name="articles").count() == 1


@pytest.mark.django_db
def test_no_number_comes_back_when_the_database_has_forgotten_it():
    touch("articles")
    before = read()
    Version.objects.filter(name="articles").delete()

    touch("articles")

    assert read().of(["articles"]) > before.of(["articles"])


@pytest.mark.django_db
def test_a_page_goes_by_the_same_versions_until_something_is_touched_on_the_way(django_assert_num_queries):
    with held(), django_assert_num_queries(1):
        assert current() is current()
    with held():
        before = current()
        touch("pages")
        assert current() == read() != before


@commits
def test_change_is_announced_by_its_commit_and_not_before():
    editor, before = Editor(), read()

    editor.touch("articles")
    during = read()
    editor.commit()

    assert before == during
    assert read() != before


@commits
def test_what_was_rolled_back_was_never_announced():
    editor, before = Editor(), read()
    editor.touch("articles")

    editor.give_up()

    assert read() == before


@commits
@needs_two_writers
def test_two_at_once_do_not_wait_and_each_is_announced_by_its_own_commit():
    touch("articles")
    first, second = Editor(), Editor()
    seen = [read()]

    first.touch("articles")
    second.touch("articles")
    second.commit()
    seen.append(read())
    first.commit()
    seen.append(read())

    numbers = [found.of(["articles"]) for found in seen]
    assert numbers == sorted(set(numbers))


@commits
@needs_two_writers
def test_whoever_touches_in_another_order_does_not_stand_in_the_way():
    touch("articles", "topics")
    first, second = Editor(), Editor()
    before = read()

    first.touch("articles")
    second.touch("topics")
    first.touch("topics")
    second.touch("articles")
    first.commit()
    second.commit()

    assert all(new > old for old, new in zip(before.of(NAMES), read().of(NAMES), strict=True))


NAMES = ["articles", "topics"]


@pytest.mark.django_db
def test_rows_of_those_who_worked_at_once_are_used_again():
    Version.objects.all().delete()
    Version.objects.create(name="articles", number=1)
    Version.objects.create(name="articles", number=2)
    before = read()

    touch("articles")

    assert Version.objects.filter(name="articles").count() == 2
    assert read() != before


def test_versions_are_asked_where_they_are_written(monkeypatch):
    asked = []
    fake = SimpleNamespace(cursor=lambda: asked.append("primary") or (_ for _ in ()).throw(InterruptedError))
    monkeypatch.setattr(versions.router, "db_for_write", lambda model: "primary")
    monkeypatch.setattr(versions, "connections", {"primary": fake})

    with pytest.raises(InterruptedError):
        read()

    assert asked == ["primary"]
