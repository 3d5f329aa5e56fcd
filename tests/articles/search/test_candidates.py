"""The newest matches against a naive sort, over many stretches of days."""

import datetime
from unittest import mock

import pytest
from django.db import connection
from hypothesis import strategies as st

from articles.models import Article
from articles.search import candidates, engines
from articles.search.candidates import newest_matches
from articles.search.documents import documents_of
from articles.search.engines import algorithms_in_use
from articles.search.expressions import all_of, token
from articles.search.fields import Fields
from articles.search.query import Query
from articles.search.tokens import UNPUBLISHED
from articles.stream import MICROSECOND, Cursor, cursor_of, position_below
from tests.articles.search.worlds import (
    DAY,
    MIDNIGHT,
    NOW,
    SECOND,
    at_random,
    is_live,
    moments,
    plant,
    queries,
    stories,
)
from tests.factories import make_article


def cursors(matches) -> list[Cursor]:
    return [cursor_of(match.row) for match in matches]


@at_random(
    world=st.lists(stories(), min_size=1, max_size=12),
    text=st.one_of(queries(), st.just("ship OR topic:world OR tag:grain OR author:ada-reed")),
    place=st.one_of(st.none(), st.tuples(moments(), st.sampled_from([0, 1, 10**9])), st.integers(0, 11)),
    since=st.one_of(st.none(), moments()),
    most=st.integers(1, 6),
    fewest=st.integers(1, 4),
    few=st.integers(0, 4),
    growth=st.sampled_from([1, 2, 6]),
    whole=st.sampled_from([(100 * DAY, 1_000 * DAY), (DAY, 1_000 * DAY), (DAY, DAY)]),
)
def test_newest_matches_are_what_a_naive_sort_finds(world, text, place, since, most, fewest, few, growth, whole):
    planted = plant(world)
    query = Query.parse(text)
    if not query:
        return
    expression = query.expression(algorithms_in_use(), Fields(query.fields))
    live = {pk: Cursor(story.published_at, pk) for pk, story in planted.items() if is_live(story)}
    if isinstance(place, int):  # just below one of the stories
        before = [*live.values(), None][min(place, len(live))]
    else:
        before = place and Cursor(place[0], place[1])
    below = position_below(before, NOW)
    matching = {
        document.article_id for document in documents_of(Article.objects.all()) if expression.holds(document.text)
    }
    wanted = sorted(
        (at for pk, at in live.items() if pk in matching and at < below and (not since or at.published_at >= since)),
        reverse=True,
    )

    months, years = whole
    lengths = {"WHOLE_MONTHS": months, "WHOLE_YEARS": years, "AT_LEAST": fewest, "RARE": 0}
    with (
        mock.patch.object(engines.engine_of(connection), "FEW", few),
        mock.patch.multiple(candidates, FEWEST=fewest, STORIES_FOR_EACH=0.5, GROWTH=growth, **lengths),
    ):
        found = newest_matches(expression, below=below, now=NOW, most=most, since=since)

    assert cursors(found) == wanted[:most]


@pytest.mark.django_db
def test_words_that_few_stories_have_are_asked_for_at_once_and_others_in_stretches(monkeypatch):
    for days in range(4):
        make_article("Ships in port", published_at=NOW - 900 * days * DAY)
    make_article("Ships", published_at=NOW - SECOND)
    for name, value in {"FEWEST": 1, "STORIES_FOR_EACH": 0.1, "RARE": 0}.items():
        monkeypatch.setattr(candidates, name, value)
    asked = []
    newest = engines.newest
    monkeypatch.setattr(
        engines, "newest", lambda *a, **k: asked.append((k.get("of_few"), newest(*a, **k))) or asked[-1][1]
    )
    port = all_of([token("ships"), token("port")])

    def found(few: int) -> int:
        asked.clear()
        monkeypatch.setattr(engines.engine_of(connection), "FEW", few)
        return len(newest_matches(port, below=position_below(None, NOW), now=NOW, most=10))

    assert (found(4), [(few, len(rows)) for few, rows in asked]) == (4, [(None, 1), (4, 3)])
    assert (found(3), asked[1]) == (4, (3, []))


@pytest.mark.django_db
def test_story_of_the_first_moment_of_a_day_is_found_below_another_of_that_moment(monkeypatch):
    monkeypatch.setattr(candidates, "FEWEST", 1)
    first, second = (make_article("Ships", published_at=MIDNIGHT) for _ in range(2))
    for days in range(1, 4):
        make_article("Ships", published_at=MIDNIGHT - days * DAY)

    (found,) = newest_matches(token("ships"), below=Cursor(MIDNIGHT, second.pk), now=NOW, most=1)

    assert cursor_of(found.row) == Cursor(MIDNIGHT, first.pk)


@pytest.mark.django_db
def test_stories_of_the_first_years_of_time_are_found(monkeypatch):
    monkeypatch.setattr(candidates, "FEWEST", 1)
    monkeypatch.setattr(candidates, "STORIES_FOR_EACH", 0.1)
    beginning = datetime.datetime(1, 1, 2, tzinfo=datetime.UTC)
    old = [make_article("Ships", published_at=beginning + days * DAY) for days in (0, 1, 2, 100)]
    below = Cursor(old[-1].published_at + MICROSECOND, 0)

    found = newest_matches(token("ships"), below=below, now=NOW, most=10)

    assert [match.article_id for match in found] == [article.pk for article in reversed(old)]
    for end in (datetime.datetime.min.replace(tzinfo=datetime.UTC), beginning):
        assert newest_matches(token("ships"), below=Cursor(end, 0), now=NOW, most=10) == []


@pytest.mark.django_db
def test_what_readers_may_not_see_is_never_a_match():
    make_article("Ships", status="draft")
    make_article("Ships", status="withdrawn", published_at=NOW)
    make_article("Ships", published_at=NOW + SECOND)
    make_article("Ships", published_at=NOW - SECOND, withdraw_at=NOW)
    seen = make_article("Ships", published_at=NOW)

    found = newest_matches(token("ships"), below=position_below(None, NOW), now=NOW, most=10)

    assert [match.article_id for match in found] == [seen.pk]
    assert newest_matches(token(UNPUBLISHED), below=position_below(None, NOW), now=NOW, most=10) == []


@pytest.mark.django_db
def test_number_of_questions_does_not_grow_with_the_archive(django_assert_max_num_queries):
    for hours in range(30):
        make_article("Ships", published_at=NOW - hours * 24 * 3600 * SECOND)

    with django_assert_max_num_queries(2 + candidates.STRETCHES), mock.patch.object(candidates, "FEWEST", 2):
        found = newest_matches(token("ships"), below=position_below(None, NOW), now=NOW, most=20)

    assert len(found) == 20
