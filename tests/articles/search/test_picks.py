"""Editors' picks for a search: when they count as the same, and who sees them."""

import datetime

import pytest
from django.utils import timezone

from articles.models import EditorsPick, Status
from articles.search.picks import key_of, picks_for
from articles.search.query import Query
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def pick(query: str, article, order=0) -> EditorsPick:
    return EditorsPick.objects.create(query=query, key=key_of(Query.parse(query)), article=article, order=order)


def picked(query: str) -> list[str]:
    return [card.headline for card in picks_for(Query.parse(query))]


@pytest.mark.parametrize(
    "typed",
    [
        "harbour köln",
        "KÖLN   Harbour",
        "koln harbour",
        '"Harbour" Köln',
        "harbour, Köln!",
        "harbour harbour köln",
    ],
)
def test_picks_are_found_whatever_the_case_accents_and_order(typed):
    pick("Harbour Köln", make_article("The story"))

    assert picked(typed) == ["The story"]


@pytest.mark.parametrize(
    "typed",
    [
        "harbour",
        "köln",
        "harbour köln budget",
        "harbours köln",
        "harbour -köln",
        "harbour OR köln",
        "harbour köln*",
        "",
    ],
)
def test_other_words_have_no_picks(typed):
    pick("Harbour Köln", make_article("The story"))

    assert picked(typed) == []


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("port OR harbour budget", "budget HARBOUR OR port"),
        ("harbour -port -quay", "-quay harbour -port"),
        ("topic:World grain", "grain topic:world"),
        ("organi*", "ORGANI*"),
        ("北京 港口", "港口 北京"),
    ],
)
def test_the_whole_language_has_keys(query, same):
    pick(query, make_article("The story"))

    assert picked(same) == ["The story"]


def test_three_stand_in_the_editors_order_and_only_those_readers_may_see():
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    hidden = [
        make_article(status=Status.DRAFT),
        make_article(published_at=now + hour),
        make_article(published_at=now - 2 * hour, withdraw_at=now - hour),
        make_article(status=Status.WITHDRAWN),
    ]
    for article in hidden:
        pick("harbour", article)
    for headline, order in [("Fourth", 9), ("Second", 2), ("First", 1), ("Third", 2)]:
        pick("harbour", make_article(headline), order)

    assert picked("harbour") == ["First", "Second", "Third"]


def test_picks_take_one_query_and_none_when_nothing_is_looked_for(django_assert_num_queries):
    for n in range(3):
        pick("harbour", make_article(f"Story {n}"))

    with django_assert_num_queries(1):
        assert [(card.section, card.lead_photo) for card in picks_for(Query.parse("harbour"))] == [(None, None)] * 3
    with django_assert_num_queries(0):
        assert picks_for(Query.parse("-harbour ()")) == []


def test_a_query_that_is_too_long_when_written_out_has_no_key():
    assert key_of(Query.parse("港" * 150)) is not None
    assert key_of(Query.parse(" ".join(f"\ufdfa{n}" for n in range(60)))) is None
