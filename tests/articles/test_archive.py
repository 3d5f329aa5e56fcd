"""The invented archive: the same everywhere, and filed as the site itself would file it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from articles.archive.loading import TABLES, load_archive
from articles.archive.planning import ARCHIVE_END, Archive
from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, OutsideLink
from articles.timelines import TIMELINES, assigned_topics, file_under_topics, set_byline, set_tags, tag_names
from articles.writing import prepare
from tests.factories import make_article, make_topic
from topics.models import Topic
from topics.tree import number_tree

SIZE = 400


@pytest.fixture
def archive(db):
    archive = Archive(SIZE)
    load_archive(archive)
    return archive


def timeline_rows() -> list[list[tuple]]:
    further = {ArticleTopic: ["assigned"], ArticleTag: [], Authorship: ["order"]}
    return [
        sorted(
            model.objects.values_list(
                f"{article}_id", model.timeline_of, "published_at", "withdraw_at", *further[model]
            ),
            key=lambda row: row[:2],
        )
        for model, article in TIMELINES.items()
    ]


def indexes() -> dict[str, list]:
    with connection.cursor() as cursor:
        return {
            model._meta.db_table: sorted(connection.introspection.get_constraints(cursor, model._meta.db_table).items())
            for model in TABLES
        }


def test_plan_is_the_same_for_the_same_seed():
    plan, again, other = Archive(60), Archive(60), Archive(60, seed=2)

    assert list(plan.articles()) == list(again.articles())
    assert (plan.topics(), plan.tags(), plan.authors()) == (again.topics(), again.tags(), again.authors())
    assert list(plan.articles()) != list(other.articles())


def test_plan_of_another_size_has_the_same_topics_tags_and_authors():
    small, large = Archive(60), Archive(70)

    assert (small.topics(), small.tags(), small.authors()) == (large.topics(), large.tags(), large.authors())


def test_plan_spreads_publication_over_ten_years():
    articles = [article for article in Archive(3650).articles() if article.published_at and not article.updated_at]
    moments = [a.published_at for a in articles if a.published_at <= ARCHIVE_END]

    gaps = [later - earlier for earlier, later in zip(sorted(moments), sorted(moments)[1:], strict=False)]
    assert max(moments) - min(moments) > datetime.timedelta(days=3600)
    assert max(gaps) < datetime.timedelta(days=20)


def test_plan_has_common_and_rare_topics():
    plan, counts = Archive(4000), {}
    for article in plan.articles():
        for topic_id in article.topic_ids + article.inherited_ids:
            counts[topic_id] = counts.get(topic_id, 0) + 1

    assert len(plan.topics()) == 300
    assert sum(count > 4000 * 0.05 for count in counts.values()) > 20
    assert sum(count < 4000 * 0.01 for count in counts.values()) > 100


def test_stored_articles_are_the_planned_ones(archive):
    planned = [
        (a.id, a.headline, a.lead, a.section_id, a.status, a.published_at, a.updated_at, a.withdraw_at)
        for a in archive.articles()
    ]

    fields = "pk headline lead section_id status published_at updated_at withdraw_at".split()
    assert list(Article.objects.order_by("pk").values_list(*fields)) == planned
    assert {status for *_, status, _, _, _ in planned} == {"draft", "in_review", "published", "withdrawn"}
    related = sorted(Article.related.through.objects.values_list("from_article_id", "to_article_id"))
    assert related == [(a.id, other) for a in archive.articles() for other in a.related_ids]
    assert OutsideLink.objects.count() == SIZE // 10 * 2


def test_timelines_are_what_filing_by_hand_would_write(db):
    load_archive(Archive(120))  # by hand it takes long
    loaded = timeline_rows()
    filing = [
        (article, list(assigned_topics(article)), tag_names(article), [row.author for row in article.authorships.all()])
        for article in Article.objects.all()
    ]
    for model in TIMELINES:
        model.objects.all().delete()

    for article, topics, tags, authors in filing:
        file_under_topics(article, topics)
        set_tags(article, tags)
        set_byline(article, authors)

    assert all(loaded)
    assert timeline_rows() == loaded


def test_stored_texts_are_what_preparing_them_would_make(archive):
    fields = "headline slug lead body pages contents words".split()
    for article in Article.objects.filter(pk__lt=30):
        loaded = [getattr(article, field) for field in fields]
        article.slug = ""

        prepare(article)

        assert [getattr(article, field) for field in fields] == loaded


def test_topics_stand_in_tree_order(archive):
    assert number_tree() == 0
    assert Topic.objects.sections().count() == 12
    assert Topic.objects.order_by("-depth").first().depth == 4


@pytest.mark.parametrize("make", [make_article, make_topic, lambda: Author.objects.create(name="Ada", slug="ada")])
def test_archive_is_never_mixed_with_what_is_there(db, make):
    make()

    with pytest.raises(ValidationError, match="already"):
        load_archive(Archive(5))
    with pytest.raises(CommandError, match="already"):
        call_command("generate_archive", "--articles=5")


def test_interrupted_loading_leaves_nothing_behind(transactional_db):
    before = indexes()

    def interrupt(steps):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_archive(Archive(5), advance=interrupt)

    assert not Article.objects.exists()
    assert not Topic.objects.exists()
    assert indexes() == before


def test_command_leaves_indexes_and_new_ids_in_order(transactional_db, capsys):
    before = indexes()

    call_command("generate_archive", "--articles=5", "--until=2024-06-30")

    assert indexes() == before
    further = make_article(topics=[Topic.objects.get(pk=300)])
    assert further.pk > 5  # SQLite goes on from the highest there ever was
    assert ArticleTopic.objects.latest("pk").article_id == further.pk
    assert (
        Article.objects.filter(pk__lt=6, created_at__gt=datetime.datetime(2024, 6, 30, tzinfo=datetime.UTC)).count()
        == 0
    )
    assert "5 articles, " in capsys.readouterr().out
