import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import similar
from articles.models import BEFORE_PUBLICATION, Article, Status
from articles.similar import SIMILAR, similar_stories, similarity
from tests.factories import make_article

NOW = timezone.now()
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Velmouth Opera cancels its season", "Opera in Velmouth cancels season"),
        ("Cod quota rises for the first time in eleven years", "Cod quota raised for first time in eleven years"),
        ("Moot passes the budget by two votes after an all-night sitting", "Budget passes Moot by two votes"),
        ("Crash on A7 leaves three dead", "Three dead in crash on A7"),
        ("Student finds a comet with a broken shutter", "STUDENT FOUND COMET: broken shutter"),
    ],
)
def test_the_same_news_in_other_words_is_similar(one, other):
    assert similarity(one, other, language="en") >= SIMILAR
    assert similarity(one, other, language="en") == similarity(other, one, language="en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Velmouth Opera cancels its season", "Velmouth digs up 400 car parks to make room for rain"),
        ("In the north of the land it rains", "In the south of the city it burns"),  # small words are no subject
        ("Bank holds its rate at 3.25 per cent", "Prices rise by 2.1 per cent in October"),
        ("Mariners win the derby with the last kick", "Shepherd wins the hill race in borrowed shoes"),
        ("Storm nears", ""),
        ("…", "!"),
    ],
)
def test_other_news_is_not(one, other):
    assert similarity(one, other, language="en") < SIMILAR


def test_scripts_without_spaces_are_compared_by_pairs_of_characters():
    assert similarity("東京で地震、けが人なし", "東京で地震 けが人はなし", language="ja") >= SIMILAR
    assert similarity("東京で地震、けが人なし", "京都で会議、東の人", language="ja") < SIMILAR


def names(headline="Velmouth Opera cancels its season", **options) -> list[str]:
    found = similar_stories(headline, language="en", now=NOW, **options)
    return [f"{story.headline} ({story.status})" for story in found]


@pytest.mark.django_db
def test_stories_of_the_last_days_are_found_whatever_their_status_the_most_similar_first():
    make_article("Velmouth Opera calls off its season", published_at=NOW - 6 * DAY)
    make_article("Opera in Velmouth cancels season", status=Status.DRAFT)
    make_article("Velmouth Opera cancels the season", published_at=NOW + DAY)
    make_article("Velmouth Opera cancels its season", published_at=NOW - 8 * DAY)
    make_article("Velmouth Opera cancels this season", status=Status.WITHDRAWN)
    make_article("Velmouth Opera: first night", body="<p>It cancels no season.</p>")
    forgotten = make_article("Velmouth Opera cancels all its season", status=Status.DRAFT)
    Article.objects.filter(pk=forgotten.pk).update(saved_at=NOW - 8 * DAY)

    assert names() == [
        "Velmouth Opera cancels the season (published)",
        "Opera in Velmouth cancels season (draft)",
        "Velmouth Opera calls off its season (published)",
    ]


@pytest.mark.django_db
def test_what_is_known_to_be_another_story_is_not_named():
    known = make_article("Velmouth Opera cancels season")

    assert names(apart_from={known.pk}) == []


@pytest.mark.django_db
def test_only_the_most_similar_are_named():
    for number in range(similar.MOST_NAMED + 2):
        make_article(f"Velmouth Opera cancels its season {number}")

    assert len(names()) == similar.MOST_NAMED


@pytest.mark.django_db
@pytest.mark.parametrize("headline", ["", "…", "Opera", "a\x00b", "'\"(*: AND OR NOT", "x" * 900, "東京"])
def test_no_headline_is_an_error(headline):
    make_article("Velmouth Opera")

    assert names(headline) == []


@pytest.mark.django_db
def test_cost_does_not_grow_with_the_stories(django_assert_num_queries):
    for _ in range(20):
        make_article("Velmouth Opera cancels its season")

    with django_assert_num_queries(2 + len(BEFORE_PUBLICATION)):
        assert len(names()) == 3


@pytest.mark.django_db
def test_headlines_are_read_through_indexes():
    """On SQLite, whose plans do not depend on how much there is."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes by its statistics, and these tables are empty")
    with CaptureQueriesContext(connection) as captured:
        names()

    plans = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans.append(cursor.fetchall()[0][3])
    names_of_indexes = ["articles_stream", *(f"articles_desk_{status}" for status in BEFORE_PUBLICATION)]
    assert [plan.split(" USING INDEX ")[1].split()[0] for plan in plans] == names_of_indexes
