"""Filing articles, and the timelines that follow from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from articles.models import ArticleTag, ArticleTopic, Authorship, Status
from articles.timelines import (
    FirstFiling,
    assigned_topics,
    file_first,
    file_under_topics,
    newest_on,
    rebuild_inherited,
    set_byline,
    set_tags,
    stamp,
    tag_names,
)
from tests.factories import HOUR, make_article, make_author, make_section, make_topic
from topics.models import Topic
from topics.tree import Tree

pytestmark = pytest.mark.django_db


def filed(article) -> dict[str, bool]:
    """The topics on whose timelines the article stands, and whether they were assigned."""
    return dict(article.topic_rows.values_list("topic__name", "assigned"))


@pytest.fixture
def line():
    """Three topics, each under the one before."""
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    return [world, europe, make_topic("Alps", parent=europe)]


def test_article_stands_on_the_timelines_of_all_topics_above_its_own(line):
    article = make_article(topics=[line[2]])

    assert filed(article) == {"Alps": True, "Europe": False, "World": False}
    assert set(article.topic_rows.values_list("published_at", flat=True)) == {article.published_at}


def test_section_counts_as_a_topic(line):
    article = make_article(section=line[0])

    assert filed(article) == {"World": True}


def test_filing_anew_replaces_what_was_filed(line):
    article = make_article(topics=[line[2], make_topic("Sport")])

    file_under_topics(article, [line[1]])

    assert filed(article) == {"Europe": True, "World": False}


def test_inherited_topic_becomes_assigned_and_back(line):
    article = make_article(topics=[line[2]])

    file_under_topics(article, [line[2], line[0]])
    assigned = filed(article)
    file_under_topics(article, [line[2]])

    assert assigned == {"Alps": True, "Europe": False, "World": True}
    assert filed(article) == {"Alps": True, "Europe": False, "World": False}


def test_filing_twice_changes_nothing(line):
    article = make_article(topics=[line[2]])
    before = list(article.topic_rows.order_by("pk").values())

    file_under_topics(article, [line[2]])

    assert list(article.topic_rows.order_by("pk").values()) == before


def test_assigned_topics_are_those_an_editor_chose(line):
    article = make_article(topics=[line[2]], section=line[0])

    assert set(assigned_topics(article)) == {line[0], line[2]}


def test_unpublished_article_has_no_moment_on_any_timeline(line):
    article = make_article(status=Status.DRAFT, published_at=timezone.now(), topics=line, tags=["quay"])

    assert set(article.topic_rows.values_list("published_at", flat=True)) == {None}
    assert article.tag_rows.get().published_at is None


def test_stamp_copies_both_moments_to_every_timeline():
    article = make_article(topics=[make_topic()], tags=["quay"], authors=[make_author()])
    article.published_at, article.withdraw_at = timezone.now() - HOUR, timezone.now() + HOUR
    article.save()

    stamp(article)

    rows = [ArticleTopic.objects.get(), ArticleTag.objects.get(), Authorship.objects.get()]
    assert {(row.published_at, row.withdraw_at) for row in rows} == {(article.published_at, article.withdraw_at)}


def test_byline_keeps_its_order_and_forgets_who_left():
    ada, ben, eve = (make_author(name) for name in ("Ada", "Ben", "Eve"))
    article = make_article(authors=[ada, ben, eve])

    set_byline(article, [eve, ada])

    rows = article.authorships.values_list("author__name", "order", "published_at")
    assert list(rows) == [("Eve", 0, article.published_at), ("Ada", 1, article.published_at)]


def test_tags_come_into_being_once_whatever_their_case():
    first = make_article(tags=["Quay", "Ship"])
    second = make_article(tags=["quay"])

    set_tags(first, ["ship", "port"])

    assert tag_names(first) == ["Ship", "port"] or tag_names(first) == ["port", "Ship"]
    assert tag_names(second) == ["Quay"]


def test_rebuilding_puts_articles_on_the_timelines_of_a_changed_tree(line):
    world, europe, alps = line
    live = make_article("Live", topics=[alps])
    draft = make_article("Draft", topics=[alps], status=Status.DRAFT)
    alps.parent = make_topic("Nature")
    alps.save()

    changed = rebuild_inherited([live.pk, draft.pk], tree=Tree.load())

    assert changed == 6
    assert filed(live) == filed(draft) == {"Alps": True, "Nature": False}
    assert live.topic_rows.get(topic__name="Nature").published_at == live.published_at
    assert draft.topic_rows.get(topic__name="Nature").published_at is None
    assert rebuild_inherited([live.pk, draft.pk], tree=Tree.load()) == 0


def rows_of(article) -> list[list[tuple]]:
    """All timeline rows of an article, without their keys."""
    what = ("published_at", "withdraw_at")
    return [
        sorted(article.topic_rows.values_list("topic", "assigned", *what)),
        list(article.authorships.values_list("author", "order", *what)),
        sorted(article.tag_rows.values_list("tag", *what)),
    ]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED], ids=["draft", "published"])
def test_file_first_writes_the_rows_that_filing_one_by_one_writes(line, status):
    world, _europe, alps = line
    authors = [make_author("Ben"), make_author("Ada")]
    state = {"status": status, "section": world, "published_at": timezone.now(), "withdraw_at": timezone.now() + HOUR}
    one_by_one = make_article(topics=[alps], authors=authors, tags=["quay", "ship"], **state)
    at_once = make_article(**state)
    at_once.topic_rows.all().delete()
    tags = list(one_by_one.tag_rows.values_list("tag", flat=True))

    filing = FirstFiling(at_once, topics=[alps.pk], authors=[author.pk for author in authors], tags=tags)
    file_first([filing], tree=Tree.load())

    assert rows_of(at_once) == rows_of(one_by_one)


def test_file_first_costs_the_same_for_one_article_and_for_twenty(line):
    author, tree = make_author(), Tree.load()
    tag = Tag.objects.create(name="quay", slug="quay")
    filings = [FirstFiling(make_article(), topics=[line[2].pk], authors=[author.pk], tags=[tag.pk]) for _ in range(21)]

    with CaptureQueriesContext(connection) as one:
        file_first(filings[:1], tree=tree)
    with CaptureQueriesContext(connection) as twenty:
        file_first(filings[1:], tree=tree)

    assert len(one) == len(twenty)
    assert Authorship.objects.count() == 21


@pytest.mark.parametrize("timeline", [ArticleTopic, ArticleTag, Authorship])
def test_newest_on_a_timeline_is_what_readers_see(timeline):
    topic, author = make_topic(), make_author()
    filing = {"topics": [topic], "authors": [author], "tags": ["quay"]}
    live = make_article("Live", hours_ago=5, **filing)
    make_article("Later", published_at=timezone.now() + HOUR, **filing)
    make_article("Ended", withdraw_at=timezone.now() - HOUR / 2, **filing)
    make_article("Draft", status=Status.DRAFT, **filing)
    owner = timeline._meta.get_field(timeline.timeline_of.removesuffix("_id")).related_model

    found = owner.objects.annotate(newest=newest_on(timeline)).values_list("newest", flat=True)

    assert list(found) == [live.published_at]


def test_topics_are_left_alone_by_filing(line):
    make_article(topics=[line[2]])

    assert Topic.objects.count() == 3
