"""Searching for the newsroom: every status, the newest matches of each kind."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Article, Status
from articles.search.desk import articles_found, as_typed_so_far
from articles.search.query import Query
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def found(text: str, **bounds) -> list[str]:
    headlines = dict(Article.objects.values_list("pk", "headline"))
    return [headlines[pk] for pk in articles_found(Query.parse(text), **bounds)]


def test_stories_of_every_standing_are_found_the_published_ones_newest_first():
    now = timezone.now()
    make_article("Harbour draft", status=Status.DRAFT)
    make_article("Harbour waits", status=Status.IN_REVIEW)
    make_article("Harbour of old", published_at=now - 9_000 * 24 * HOUR)
    make_article("Harbour live", hours_ago=1)
    make_article("Harbour far ahead", published_at=datetime.datetime(2199, 3, 5, tzinfo=datetime.UTC))
    make_article("Harbour soon", published_at=now + HOUR)
    make_article("Harbour ended", published_at=now - 3 * HOUR, withdraw_at=now - 2 * HOUR)
    make_article("Harbour gone", status=Status.WITHDRAWN)
    make_article("Bread", status=Status.DRAFT)

    assert found("harbour") == [
        "Harbour far ahead",
        "Harbour soon",
        "Harbour live",
        "Harbour ended",
        "Harbour of old",
        "Harbour gone",
        "Harbour waits",
        "Harbour draft",
    ]


def test_the_newest_are_found_when_there_are_more():
    for n in range(4):
        make_article(f"Harbour live {n}", hours_ago=10 - n)
        make_article(f"Harbour draft {n}", status=Status.DRAFT)
    make_article("Harbour soon", hours_ago=-1)

    newest = [
        "Harbour soon",
        "Harbour live 3",
        "Harbour live 2",
        "Harbour draft 3",
        "Harbour draft 2",
        "Harbour draft 1",
    ]
    assert found("harbour", most=3) == newest


def test_what_was_published_within_one_day_is_told_apart_by_the_clock():
    now = timezone.now()
    make_article("Harbour later today", published_at=now + datetime.timedelta(seconds=40))
    make_article("Harbour a moment ago", published_at=now - datetime.timedelta(seconds=40))

    assert found("harbour") == ["Harbour later today", "Harbour a moment ago"]


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("quay ship", ["Quay opens"]),
        ('"first ship"', ["Quay opens"]),
        ('"ship first"', []),
        ("quay -ship", ["Quay closes"]),
        ("clos*", ["Quay closes"]),
        ("ships", ["Quay opens"]),
        ("topic:world quay", ["Quay opens"]),
        ('author:"Ada Reed"', ["Quay closes"]),
        ("tag:grain", ["Quay closes"]),
        ("topic:nowhere", []),
        ("-quay", []),
        ("", []),
        ("\x00 ' \" ( *", []),
    ],
)
def test_the_language_of_readers_is_understood(query, headlines):
    europe = make_topic("Europe", parent=make_section("World"))
    make_article("Quay opens", topics=[europe], body="<p>The first ship came.</p>")
    make_article("Quay closes", authors=[make_author("Ada Reed")], tags=["grain"], status=Status.DRAFT)
    make_article("Bread")

    assert found(query) == headlines


@pytest.mark.parametrize(
    ("typed", "headlines"),
    [
        ("har", ["Harbours open"]),
        ("harbour", ["Harbours open"]),
        ("harbouring", ["Harbours open"]),  # a form of the same word
        ("harbour ope", ["Harbours open"]),
        ("ope harbour", []),  # only the last word is unfinished
        ("har ", []),
        ("harbour -ope", ["Harbours open"]),
        ('"harbours ope', []),
        ("harbour OR", ["Harbours open"]),
        ("港口", ["港口开放"]),
        ("'", []),
    ],
)
def test_the_last_word_may_be_unfinished_while_somebody_types(typed, headlines):
    make_article("Harbours open")
    make_article("港口开放", language="zh")
    titles = dict(Article.objects.values_list("pk", "headline"))

    assert [titles[pk] for pk in articles_found(as_typed_so_far(typed))] == headlines


def test_the_number_of_queries_does_not_grow_with_what_is_found(django_assert_max_num_queries):
    for _ in range(20):
        make_article("Harbour")
        make_article("Harbour", status=Status.DRAFT)

    # languages, last scheduled, position of the first stretch, its matches, the unpublished
    with django_assert_max_num_queries(5):
        assert len(found_ids := articles_found(Query.parse("harbour"))) == 40
    assert len(set(found_ids)) == 40
