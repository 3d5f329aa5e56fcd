"""Which database answers for a page: told by headlines that each copy has of its own."""

from __future__ import annotations

import time

import pytest
from django.db import connections, router, transaction

from articles.models import Article, EditorsPick
from articles.timelines import stamp
from newsportal.feeds.models import SavedArticle
from newsportal.feeds.saving import save_for_later
from newsportal.replicas import PAUSE, Replicas, Router, reading_from, touch_what_was_migrated
from tests.factories import make_article, make_section
from tests.newsportal.copies import connect, copies
from topics.versions import read, registered, touch

ALIASES = ["replica_1", "replica_2"]


@pytest.fixture
def story(transactional_db):
    world = make_section("World")
    article = make_article("Read from default", topics=[world], section=world, slug="story")
    touch("articles")
    return article


@pytest.fixture
def two_replicas(story, settings, tmp_path):
    with copies(*ALIASES, folder=tmp_path):
        for alias in ALIASES:
            Article.objects.using(alias).update(headline=f"Read from {alias}")
        settings.REPLICAS, settings.DATABASE_ROUTERS = ALIASES, ["newsportal.replicas.Router"]
        yield


def source(client, address: str) -> str:
    """Which database the page at ``address`` was made from."""
    page = client.get(address)
    assert page.status_code == 200
    [found] = {alias for alias in ["default", *ALIASES] if f"Read from {alias}" in page.content.decode()}
    return found


def change(story: Article) -> None:
    with transaction.atomic():
        story.save(update_fields=["headline"])
        stamp(story)


@pytest.mark.usefixtures("two_replicas")
def test_readers_pages_come_from_the_replicas_by_turns(client):
    for address in ("/", "/news/", "/topics/world/", "/news/feed.rss", "/search/?q=sentence"):
        assert [source(client, address) for _ in range(4)] == ["replica_1", "replica_2"] * 2, address


@pytest.mark.usefixtures("two_replicas")
def test_whole_article_page_comes_from_a_replica(client, story, django_assert_num_queries):
    address = story.get_absolute_url()
    client.get(address)

    with django_assert_num_queries(1) as asked:  # of the primary: which versions there are
        assert source(client, address) == "replica_2"

    assert "topics_version" in asked[0]["sql"]


@pytest.mark.usefixtures("two_replicas")
def test_change_that_no_replica_has_heard_of_is_shown_at_once(client, story):
    change(story)

    assert [source(client, "/news/") for _ in range(3)] == ["default"] * 3


@pytest.mark.usefixtures("two_replicas")
def test_replica_is_used_again_as_soon_as_it_has_heard_of_it(client, story):
    change(story)
    assert source(client, "/news/") == "default"

    versions = connections["default"].cursor().execute("SELECT name, number FROM topics_version").fetchall()
    with connections["replica_2"].cursor() as cursor:
        cursor.execute("DELETE FROM topics_version")
        cursor.executemany("INSERT INTO topics_version (name, number) VALUES (%s, %s)", versions)

    assert [source(client, "/news/") for _ in range(3)] == ["replica_2"] * 3


@pytest.mark.usefixtures("two_replicas")
def test_desk_is_served_by_the_primary(admin_client):
    assert source(admin_client, "/admin/articles/article/") == "default"


@pytest.mark.usefixtures("two_replicas")
def test_reader_sees_what_they_saved_a_moment_ago(client, admin_user, story):
    client.force_login(admin_user)
    save_for_later(admin_user, story)

    page = client.get("/my/saved/").content.decode()

    assert ("Read from replica_1" in page, SavedArticle.objects.using("replica_1").exists()) == (True, False)


@pytest.mark.usefixtures("two_replicas")
def test_writing_goes_to_the_primary_and_so_does_reading_meanwhile(story):
    with reading_from("replica_1"):
        assert Article.objects.get().headline == "Read from replica_1"
        with transaction.atomic():
            assert Article.objects.get().headline == "Read from default"
        Article.objects.get().save()
        assert (Article.objects.create(headline="New").pk, Article.objects.count()) == (story.pk + 1, 1)

    assert Article.objects.using("default").count() == 2


@pytest.mark.usefixtures("two_replicas")
def test_replica_that_is_away_is_left_out_and_tried_again(client, monkeypatch, caplog):
    there = connections["replica_1"].settings_dict
    connections["replica_1"].close()
    connect("replica_1", NAME="/nowhere/nothing")

    assert [source(client, "/news/") for _ in range(3)] == ["replica_2"] * 3

    connect("replica_1", **there)
    later = time.monotonic() + PAUSE
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert [source(client, "/news/") for _ in range(3)] == ["replica_2", "replica_1", "replica_2"]
    said = [record.getMessage() for record in caplog.records if record.name == "newsportal.replicas"]
    assert (len(said), said[0].startswith("The database replica_1 does not answer (")) == (2, True)
    assert said[1] == "The database replica_1 answers again."


@pytest.mark.usefixtures("two_replicas")
def test_page_is_made_anew_by_the_primary_when_a_replica_fails_meanwhile(client):
    for alias in ALIASES:  # what an update of the site has changed, and this replica has not heard of
        with connections[alias].cursor() as cursor:
            cursor.execute("ALTER TABLE articles_article RENAME COLUMN headline TO title")
    client.raise_request_exception = False

    assert [source(client, "/news/") for _ in range(3)] == ["default"] * 3


@pytest.mark.usefixtures("two_replicas")
def test_no_replica_at_all_is_no_trouble():
    for alias in ALIASES:
        connections[alias].close()
        connect(alias, NAME="/nowhere/nothing")
    replicas = Replicas(ALIASES)

    assert [replicas.choose() for _ in range(3)] == [None] * 3


def test_only_what_has_a_version_is_read_from_a_replica():
    with reading_from("replica_1"):
        read_from = {model._meta.label: Router().db_for_read(model) for model in (Article, EditorsPick, SavedArticle)}

    assert read_from == {
        "articles.Article": "replica_1",
        "articles.EditorsPick": "default",
        "feeds.SavedArticle": "default",
    }


@pytest.mark.usefixtures("two_replicas")
def test_replicas_take_no_migrations_and_are_the_same_rows():
    mine, theirs = Article.objects.get(), Article.objects.using("replica_1").get()

    assert [router.allow_migrate(alias, "articles") for alias in ("default", *ALIASES)] == [True, False, False]
    assert router.allow_relation(mine, theirs) is True


@pytest.mark.django_db
def test_migrating_touches_everything_if_anything_was_migrated():
    before = read()

    touch_what_was_migrated(plan=[])
    assert read() == before

    touch_what_was_migrated(plan=["a migration"])
    assert all(now > then for now, then in zip(read().of(registered()), before.of(registered()), strict=True))
