"""Questions that are worked out once, and give what their querysets give."""

import datetime
import threading

import pytest
from django.db import connection, models
from django.utils import timezone

from articles.models import Article
from articles.querysets import newest_cards
from articles.stream import StreamPage
from tests.factories import make_article, make_photo, make_section
from topics.prepared import Among, Prepared

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def cards_of(section: int, now: datetime.datetime):
    return Article.objects.published(now).for_cards().filter(section=section).newest_first()


def state(article: Article) -> dict:
    rows = [article, article.section, article.lead_photo]
    return {(type(row), name): value for row in rows if row for name, value in vars(row).items() if name[0] != "_"}


def test_rows_are_those_of_the_queryset_each_time_they_are_asked_for(django_assert_num_queries):
    now, world, sport = timezone.now(), make_section("World"), make_section("Sport")
    make_article("One", section=world, lead_photo=make_photo(), hours_ago=2)
    make_article("Two", section=world)
    make_article("Later", section=world, hours_ago=-1)
    make_article("Match", section=sport)
    prepared = Prepared(cards_of, section=int, now=datetime.datetime)
    for section, moment in ((world, now), (sport, now), (world, now + 2 * HOUR), (world, now - 90 * HOUR)):
        with django_assert_num_queries(1):
            found = prepared(section=section.pk, now=moment)
            shown = [(story, story.section, story.lead_photo) for story in found]

        expected = list(cards_of(section.pk, moment))
        assert [*map(state, found)] == [*map(state, expected)]
        assert len(shown) == len(expected)
        assert [story.get_deferred_fields() for story in found] == [s.get_deferred_fields() for s in expected]


def test_annotations_and_tuples_come_along():
    story = make_article("One", section=make_section("World"))

    def named(pk):
        return Article.objects.filter(pk=pk).annotate(twice=models.F("pk") * 2)

    def listed(pk):
        one = Article.objects.filter(pk=pk).order_by().values_list("pk", "headline")
        return one.union(Article.objects.filter(pk=pk).order_by().values_list("pk", "slug"), all=True)

    assert [row.twice for row in Prepared(named, pk=int)(pk=story.pk)] == [2 * story.pk]
    assert sorted(Prepared(listed, pk=int)(pk=story.pk)) == [(story.pk, "One"), (story.pk, "one")]


def test_moments_are_written_as_the_database_writes_them():
    story = make_article(published_at=datetime.datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=datetime.UTC))
    prepared = Prepared(lambda at: Article.objects.filter(published_at=at), at=datetime.datetime)
    in_tokyo = story.published_at.astimezone(datetime.timezone(9 * HOUR))

    assert [*prepared(at=story.published_at), *prepared(at=in_tokyo)] == [story, story]
    assert prepared(at=story.published_at + datetime.timedelta(microseconds=1)) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans beside its statements")
def test_postgresql_keeps_the_plan_of_what_is_asked_again_and_again():
    stories = [make_article(f"Story {n}") for n in range(9)]
    prepared = Prepared(lambda pk: Article.objects.filter(pk=pk).values_list("headline"), pk=int)

    def planned() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ['%"headline"%'])
            return [statement for (statement,) in cursor.fetchall()]

    before = planned()
    assert [list(prepared(pk=story.pk)) for story in stories] == [[(story.headline,)] for story in stories]
    [statement] = set(planned()) - set(before)
    assert statement.endswith('"id" = $1')

    usual = Article.objects.filter(pk=stories[0].pk).values_list("headline")
    assert [list(usual) for _ in range(9)] == [[("Story 0",)]] * 9
    assert set(planned()) - set(before) == {statement}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no plans beside its statements")
def test_one_plan_serves_every_position_of_the_stream():
    make_article("Ships")
    prepared = newest_cards(Article, 3)

    for _ in range(15):
        [story] = prepared(now=timezone.now(), moment=timezone.now(), article=0)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans > 0 FROM pg_prepared_statements WHERE statement LIKE %s AND statement LIKE %s",
            ['%"headline"%', "%LIMIT 3"],
        )
        assert cursor.fetchall() == [(True,)]
    assert story.headline == "Ships"


def test_words_of_a_question_stand_in_its_statement_and_other_texts_beside_it():
    make_article("It's 100% 'live'")
    told = []

    def question(pk: int):
        return Article.objects.filter(pk=pk, status="published", headline="It's 100% 'live'", slug="its-100-live")

    prepared = Prepared(question, pk=int)
    pk = Article.objects.values_list("pk", flat=True)[0]
    with connection.execute_wrapper(lambda run, *asked: told.extend(asked[:2]) or run(*asked)):
        assert len(prepared(pk=pk)) == 1
    sql, params = told

    assert ("= 'published'" in sql, set(params)) == (True, {pk, "It's 100% 'live'", "its-100-live"})


def test_column_has_the_values_of_a_field():
    one, two = make_article("One"), make_article("Two", is_breaking=True, lead_photo=make_photo())
    rows = Prepared(stories_of, ids=list)(ids=[one.pk, two.pk]).with_keys([two.pk, one.pk])

    assert (rows.column("headline"), rows.column("lead_photo")) == (["Two", "One"], [two.lead_photo_id, None])
    assert [bool(value) for value in rows.column("is_breaking")] == [True, False]


def test_question_that_changes_its_values_is_refused():
    with pytest.raises(ValueError, match="pk"):
        Prepared(lambda pk: Article.objects.filter(pk=pk + 1), pk=int)(pk=1)


def stories_of(ids) -> "models.QuerySet":
    return Article.objects.filter(Among("pk", ids)).for_cards()


def test_any_number_of_ids_makes_one_and_the_same_question(django_assert_num_queries):
    one, two, three = (make_article(headline) for headline in ("One", "Two", "Three"))
    prepared = Prepared(stories_of, ids=list)

    for ids in ([], [two.pk], [three.pk, one.pk, 0], range(three.pk + 200)):
        with django_assert_num_queries(1):
            found = prepared(ids=ids)

        assert {story.pk for story in found} == {one.pk, two.pk, three.pk} & {*ids}


def test_rows_are_taken_by_their_keys_in_any_order():
    one, two, three = (make_article(headline) for headline in ("One", "Two", "Three"))
    rows = Prepared(stories_of, ids=list)(ids=[one.pk, two.pk, three.pk])

    assert rows.with_keys([three.pk, 0, one.pk]) == [three, one]
    assert rows.with_keys([]) == []
    assert [*rows.with_keys([two.pk, three.pk])[:1]] == [two]


def test_no_instance_is_made_before_somebody_looks(monkeypatch):
    make_article("One", section=make_section("World"))
    make_article("Two")
    rows = newest_cards(Article, 5)(now=timezone.now(), moment=timezone.now(), article=0)
    made = []
    original = Article.from_db.__func__
    monkeypatch.setattr(Article, "from_db", classmethod(lambda *args: made.append(args) or original(*args)))

    page = StreamPage.cut(rows, 5)
    assert (len(page.articles), bool(page.articles), page.next_cursor, made) == (2, True, None, [])

    assert [story.headline for story in page.articles] == ["Two", "One"]
    assert page.articles[0] is page.articles[0]
    assert len(made) == 2


def test_rows_read_in_one_thread_are_looked_at_in_another():
    story = make_article("One", section=make_section("World"), lead_photo=make_photo())
    rows = Prepared(stories_of, ids=list)(ids=[story.pk])
    seen = []

    looking = threading.Thread(target=lambda: seen.extend((s.headline, s.section.name, s.lead_photo.alt) for s in rows))
    looking.start()
    looking.join()

    assert seen == [("One", "World", story.lead_photo.alt)]


def test_other_connection_is_asked_in_its_own_words(monkeypatch):
    prepared = Prepared(lambda pk: Article.objects.filter(pk=pk), pk=int)
    prepared(pk=1)
    monkeypatch.setattr(prepared._of_thread.__dict__["default"], "connection", None)

    assert prepared(pk=1) == []
    assert prepared._of_thread.__dict__["default"].connection is connection._connections[connection._alias]
