"""Two transactions at once, in two connections of a real server. (SQLite has one writer.)"""

import threading
from functools import partial

import pytest
from django.db import connection, connections, transaction

from articles.models import Article, SearchEntry
from articles.search import engines, indexing, postgresql
from articles.search.documents import documents_of
from articles.search.expressions import token
from articles.search.indexing import STALE, index_articles, index_changed
from articles.timelines import stamp
from tests.factories import make_article, make_photo, make_topic
from topics.models import Topic

PATIENCE = 20  # seconds
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]


def anybody_finds(word: str) -> list[int]:
    return engines.newest_numbers(token(word), most=100)


class Side:
    """Runs acts in transactions of another connection."""

    def __init__(self, act, *, is_done: threading.Event, go_on: threading.Event):
        self.errors: list[Exception] = []
        self._thread = threading.Thread(target=self._run, args=(act, is_done, go_on))
        self._thread.start()

    def _run(self, act, is_done, go_on):
        try:
            with transaction.atomic():
                act()
                is_done.set()
                go_on.wait(PATIENCE)
        except Exception as error:
            self.errors.append(error)
        finally:
            is_done.set()
            connections.close_all()

    def join(self):
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        assert self.errors == []


def one_after_the_other(first, second) -> None:
    """``second`` begins when ``first`` has done its work, which is committed once ``second`` waits or is done."""
    first_is_done, second_is_done, go_on, no_wait = (threading.Event() for _ in range(4))
    no_wait.set()
    one = Side(first, is_done=first_is_done, go_on=go_on)
    assert first_is_done.wait(PATIENCE)
    other = Side(second, is_done=second_is_done, go_on=no_wait)
    with connection.cursor() as cursor:
        for _look in range(PATIENCE * 100):
            cursor.execute(WAITING)
            if cursor.fetchone()[0] or second_is_done.wait(0.01):
                break
    go_on.set()
    one.join()
    other.join()


def what_the_index_should_say(article_id: int) -> tuple:
    (document,) = documents_of(list(Article.objects.for_index().filter(pk=article_id)))
    return postgresql.stored(document)


def assert_index_is_true_or_to_be_made(article_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (rowid, published_at, withdraw_at, facts, words, pairs) IS NOT DISTINCT FROM"
            " (%s, %s::timestamptz, %s::timestamptz, %s, %s::tsvector, %s::tsvector)"
            " FROM articles_searchtext WHERE rowid = %s",
            [*what_the_index_should_say(article_id), article_id],
        )
        (is_true,) = cursor.fetchone()
    assert is_true or SearchEntry.objects.get(pk=article_id).version == STALE


def test_two_that_edit_the_same_story_end_with_the_newest_text():
    article = make_article("Ships")

    def edit(**fields):
        Article.objects.filter(pk=article.pk).update(**fields)
        index_articles([article.pk])

    one_after_the_other(lambda: edit(headline="Trains"), lambda: edit(lead="By night"))

    assert [anybody_finds(word) for word in ("ships", "trains", "night")] == [[], [article.pk], [article.pk]]
    assert_index_is_true_or_to_be_made(article.pk)


def test_two_that_file_the_same_story_end_with_both_tags():
    article = make_article("Ships")

    def tag(name):
        article = Article.objects.get()
        article.tags.add(name)
        stamp(article)

    one_after_the_other(lambda: tag("grain"), lambda: tag("summit"))

    assert [anybody_finds(word) for word in ("grain", "summit")] == [[article.pk]] * 2


def test_story_that_is_saved_while_its_caption_changes_says_the_new_caption():
    photo = make_photo(caption="Old words")
    article = make_article("Ships", lead_photo=photo)

    def change_caption():
        type(photo).objects.update(caption="New words")
        index_articles([article.pk])

    one_after_the_other(change_caption, lambda: index_articles([article.pk]))

    assert_index_is_true_or_to_be_made(article.pk)


def test_story_that_is_saved_while_a_large_topic_is_named_anew_says_the_new_name_or_is_marked(monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 0)
    article = make_article("Ships", topics=[make_topic("World")])

    def name():
        Topic.objects.update(name="Planet")
        index_changed(Article.objects.all())

    one_after_the_other(name, lambda: index_articles([article.pk]))

    assert_index_is_true_or_to_be_made(article.pk)


def test_several_that_index_the_same_stories_in_any_order_never_block_one_another_for_ever():
    ids = [make_article(f"Ships {n}").pk for n in range(6)]

    def index(some):
        for _turn in range(5):
            index_articles(some)

    now = threading.Event()
    now.set()
    acts = [partial(index, some) for some in (ids, ids[::-1], ids[2:])]
    sides = [Side(act, is_done=threading.Event(), go_on=now) for act in acts]
    for side in sides:
        side.join()

    assert anybody_finds("ships") == ids[::-1]
