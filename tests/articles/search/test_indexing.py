import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, SearchEntry
from articles.publishing import publish, withdraw
from articles.search import engines, indexing
from articles.search.expressions import token
from articles.search.indexing import (
    VERSION,
    articles_to_index,
    index_articles,
    index_changed,
    index_missing,
    mark_all_stale,
)
from articles.stream import position_below
from articles.timelines import stamp
from tests.articles.search.worlds import NOW
from tests.factories import make_article, make_author, make_photo, make_section, make_topic
from topics.models import Topic

HOUR = datetime.timedelta(hours=1)


def readers_find(word: str, *, now: datetime.datetime | None = None) -> list[int]:
    now = now or timezone.now()
    matches = engines.newest(token(word), below=position_below(None, now), since=None, now=now, most=100)
    return [match.article_id for match in matches]


def anybody_finds(word: str) -> list[int]:
    return engines.newest_numbers(token(word), most=100)


@pytest.mark.django_db
def test_next_search_finds_what_was_published_and_edited_and_no_longer_what_was_withdrawn():
    article = make_article("Ships", topics=[make_section()], status="draft", is_breaking=True)
    assert (readers_find("ships"), anybody_finds("ships")) == ([], [article.pk])

    publish(article)
    assert readers_find("ships") == [article.pk]

    article.headline = "Trains"
    article.save()
    stamp(article)
    assert (readers_find("ships"), readers_find("trains")) == ([], [article.pk])

    withdraw(article)
    assert (readers_find("trains"), anybody_finds("trains")) == ([], [article.pk])


@pytest.mark.django_db
def test_story_is_found_from_the_moment_it_is_scheduled_for_until_it_ends():
    article = make_article("Ships", published_at=NOW, withdraw_at=NOW + HOUR)

    found = [readers_find("ships", now=NOW + hours * HOUR) for hours in (-0.1, 0, 0.9, 1, 2)]

    assert found == [[], [article.pk], [article.pk], [], []]


@pytest.mark.django_db
def test_change_that_is_rolled_back_leaves_the_index_as_it_was():
    article = make_article("Ships")

    with transaction.atomic():
        article.headline = "Trains"
        article.save()
        stamp(article)
        transaction.set_rollback(True)

    assert (readers_find("ships"), readers_find("trains")) == ([article.pk], [])


@pytest.mark.django_db
def test_indexing_twenty_stories_costs_as_many_queries_as_one():
    photo, topics = make_photo(), [make_topic("World")]
    ids = [
        make_article(lead_photo=photo, topics=topics, tags=["grain"], authors=[make_author(f"Ada {n}")]).pk
        for n in range(20)
    ]

    counts = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as captured:
            assert index_articles(some) == len(some)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.django_db
def test_articles_that_do_not_exist_are_passed_over():
    assert index_articles([1, 2, 3]) == 0
    assert index_articles([]) == 0


@pytest.mark.django_db
def test_changed_names_reach_few_stories_at_once_and_many_with_the_worker(monkeypatch):
    topic = make_topic("World")
    for _ in range(3):
        make_article(topics=[topic])
    filed = Article.objects.filter(topic_rows__topic=topic)

    Topic.objects.update(name="Planet")
    index_changed(filed)
    assert len(anybody_finds("planet")) == 3

    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    Topic.objects.update(name="Globe")
    index_changed(filed)
    assert (anybody_finds("globe"), articles_to_index().count()) == ([], 3)

    assert index_missing() == 3
    assert (len(anybody_finds("globe")), articles_to_index().count()) == (3, 0)


@pytest.mark.django_db
def test_rebuilding_goes_on_where_it_was_left_and_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    ids = [make_article(f"Ships {n}").pk for n in range(5)]
    mark_all_stale()
    told = []

    def stop(steps):
        told.append(steps)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_missing(advance=stop)
    assert list(articles_to_index().values_list("pk", flat=True)) == ids[4:]

    assert index_missing(advance=told.append) == 1
    assert told == [2, 2, 1]
    assert {*SearchEntry.objects.values_list("version", flat=True)} == {VERSION}
    assert index_missing() == 0


@pytest.mark.django_db
def test_article_that_nobody_indexed_is_to_be_indexed():
    article = Article.objects.create(headline="Ships")
    known = make_article("Ships")

    assert list(articles_to_index()) == [article]
    index_missing()
    assert anybody_finds("ships") == [known.pk, article.pk]
