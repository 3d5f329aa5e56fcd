"""The command that brings the index up to date, and the check that says when it is needed."""

import io

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from articles import checks
from articles.models import Article, Photo, PhotoText, SearchEntry, SearchText
from articles.search import indexing
from articles.search.desk import articles_found
from articles.search.indexing import STALE, VERSION, is_behind
from articles.search.photos import photos_found
from articles.search.query import Query
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db


def rebuild(*arguments) -> str:
    out = io.StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def found(text: str) -> int:
    return len(articles_found(Query.parse(text)))


def stale() -> int:
    return SearchEntry.objects.exclude(version=VERSION).count()


def forget_all() -> None:
    SearchText.objects.all().delete()
    SearchEntry.objects.all().delete()


@pytest.fixture
def stories(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    return [make_article("Harbour") for _ in range(5)]


def test_missing_stale_and_older_ones_are_indexed_and_no_others(stories, monkeypatch):
    missing, marked, older, *_ = (story.pk for story in stories)
    SearchText.objects.filter(pk=missing).delete()
    SearchEntry.objects.filter(pk=missing).delete()
    SearchEntry.objects.filter(pk=marked).update(version=STALE)
    SearchEntry.objects.filter(pk=older).update(version=VERSION + 1)
    batches = []
    index = indexing.index_articles
    monkeypatch.setattr(indexing, "index_articles", lambda ids: batches.append(ids) or index(ids))

    said = rebuild().splitlines()

    assert batches == [[missing, marked], [older]]
    assert said[0].startswith("Stories: 3 of 3 in ")
    assert said[1:] == ["3 stories are indexed anew."]
    assert (stale(), found("harbour")) == (0, 5)
    assert rebuild() == "The index is complete.\n"


def test_an_interrupted_run_is_finished_by_the_next_one(stories, monkeypatch):
    index, batches = indexing.index_articles, []

    def interrupted(ids):
        batches.append(ids)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return index(ids)

    monkeypatch.setattr(indexing, "index_articles", interrupted)
    with pytest.raises(CommandError, match="Run “rebuild_search” to go on"):
        rebuild("--all")
    assert stale() == 3

    said = rebuild().splitlines()

    assert said[-1] == "3 stories are indexed anew."
    assert stale() == 0


def test_everything_is_made_anew_on_request(stories):
    Article.objects.update(headline="Quay")
    assert rebuild() == "The index is complete.\n"

    rebuild("--all")

    assert (found("harbour"), found("quay")) == (0, 5)


def test_a_glance_when_nothing_is_to_be_done(stories, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert rebuild("--if-behind") == ""

    SearchEntry.objects.filter(pk=stories[3].pk).update(version=STALE)
    assert rebuild("--if-behind").splitlines()[-1] == "1 story is indexed anew."


@pytest.mark.parametrize("version", [STALE, VERSION + 1])
def test_behind_is_what_was_marked_or_made_in_another_way(stories, version):
    assert not is_behind()

    SearchEntry.objects.filter(pk=stories[0].pk).update(version=version)

    assert is_behind()


def test_behind_is_a_site_that_was_never_indexed(stories):
    forget_all()

    assert is_behind()
    assert not rebuild("--if-behind").startswith("The index")
    assert (is_behind(), found("harbour")) == (False, 5)


def test_an_empty_site_has_a_complete_index():
    assert not is_behind()
    assert rebuild() == "The index is complete.\n"


def warnings(databases) -> list[str]:
    return [warning.id for warning in run_checks(tags=["database"], databases=databases) if "articles" in warning.id]


def test_the_check_says_when_the_command_is_needed(stories):
    assert warnings(["default"]) == []

    SearchEntry.objects.filter(pk=stories[0].pk).update(version=STALE)

    assert warnings(["default"]) == ["articles.W001"]
    assert warnings([]) == warnings(None) == []


def test_the_check_stands_a_database_without_tables(monkeypatch):
    monkeypatch.setattr(checks, "NEEDED", {"articles_table_that_comes_later"})
    monkeypatch.setattr(checks, "is_behind", lambda using: pytest.fail("asked a table that is not there"))
    monkeypatch.setattr(checks.photos, "is_behind", checks.is_behind)

    assert warnings(["default"]) == []


def test_what_a_glance_reads_does_not_grow_with_the_archive(stories):
    """Plans of the questions behind ``is_behind``: an index for what is marked, keys for the newest."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes by its statistics, and these tables are empty")
    plans = []
    for query in (
        SearchEntry.objects.filter(version__lt=VERSION),
        SearchEntry.objects.filter(version__gt=VERSION),
    ):
        plans.append(query.explain())

    assert all("SEARCH articles_searchentry USING" in plan and "articles_search_version" in plan for plan in plans)


def test_photographs_are_indexed_as_well(stories):
    photo = make_photo(caption="A bridge")
    PhotoText.objects.all().delete()
    Photo.objects.update(search_version=0)

    assert warnings(["default"]) == ["articles.W001"]
    assert rebuild("--if-behind").splitlines()[-1] == "1 photograph is indexed anew."
    assert (photos_found("bridge"), warnings(["default"])) == ([photo.pk], [])
