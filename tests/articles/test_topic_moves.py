"""Moving and merging topics: the tree, the addresses, and the timelines of the articles."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from articles import topic_moves
from articles.models import Article, ArticleTopic, Status
from articles.timelines import file_under_topics
from articles.topic_moves import TopicMove, merge_topics, move_topic
from tests.factories import make_article, make_section, make_topic
from topics.models import FormerSlug, Topic


def timelines() -> dict[str, list[tuple]]:
    """What stands on every timeline, and that its moments are those of the article."""
    rows = ArticleTopic.objects.select_related("topic", "article").order_by("topic__name", "article__headline")
    found = {}
    for row in rows:
        article = row.article
        live = article.status == Status.PUBLISHED
        assert row.published_at == (article.published_at if live else None)
        found.setdefault(row.topic.name, []).append((article.headline, row.assigned))
    return found


@pytest.fixture
def tree(db):
    """World › Europe › Alps and Nature; stories in each, one a draft, one filed twice."""
    world, nature = make_section("World"), make_section("Nature")
    europe = make_topic("Europe", parent=world)
    alps = make_topic("Alps", parent=europe)
    make_article("In world", section=world)
    make_article("In Europe", topics=[europe])
    make_article("In the Alps", topics=[alps], status=Status.DRAFT)
    make_article("In both", topics=[alps, nature])
    return {"world": world, "nature": nature, "europe": europe, "alps": alps}


def test_move_brings_stories_from_the_old_line_of_topics_to_the_new(tree):
    done = move_topic(tree["alps"], parent=tree["nature"])

    assert done == TopicMove(articles=2, rows=5)
    assert timelines() == {
        "Alps": [("In both", True), ("In the Alps", True)],
        "Europe": [("In Europe", True)],
        "Nature": [("In both", True), ("In the Alps", False)],
        "World": [("In Europe", False), ("In world", True)],
    }
    assert Topic.objects.get(name="Alps").parent == tree["nature"]


def test_move_to_the_top_takes_stories_off_the_topics_above(tree):
    move_topic(tree["europe"], parent=None)

    assert timelines() == {
        "Alps": [("In both", True), ("In the Alps", True)],
        "Europe": [("In Europe", True), ("In both", False), ("In the Alps", False)],
        "Nature": [("In both", True)],
        "World": [("In world", True)],
    }


def test_move_under_itself_is_refused_and_changes_nothing(tree):
    before = timelines()

    with pytest.raises(ValidationError, match="stands under"):
        move_topic(tree["europe"], parent=tree["alps"])

    assert timelines() == before


def test_interrupted_move_is_finished_by_repeating_it(tree, monkeypatch):
    monkeypatch.setattr(topic_moves, "BATCH", 1)
    steps = []

    def stop_after_one(count):
        steps.append(count)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_topic(tree["europe"], parent=tree["nature"], progress=stop_after_one)
    move_topic(tree["europe"], parent=tree["nature"], progress=steps.append)

    assert steps == [1, 1, 1, 1]
    assert timelines() == {
        "Alps": [("In both", True), ("In the Alps", True)],
        "Europe": [("In Europe", True), ("In both", False), ("In the Alps", False)],
        "Nature": [("In Europe", False), ("In both", True), ("In the Alps", False)],
        "World": [("In world", True)],
    }


def test_merge_refiles_stories_children_and_address(tree):
    merge_topics(tree["europe"], into=tree["nature"])

    assert timelines() == {
        "Alps": [("In both", True), ("In the Alps", True)],
        "Nature": [("In Europe", True), ("In both", True), ("In the Alps", False)],
        "World": [("In world", True)],
    }
    assert Topic.objects.get(name="Alps").parent == tree["nature"]
    assert Topic.objects.at_slug("europe") == tree["nature"]
    assert not Topic.objects.filter(name="Europe").exists()


def test_merge_into_the_topic_above_keeps_the_stories_there(tree):
    merge_topics(tree["alps"], into=tree["europe"])

    assert timelines() == {
        "Europe": [("In Europe", True), ("In both", True), ("In the Alps", True)],
        "Nature": [("In both", True)],
        "World": [("In Europe", False), ("In both", False), ("In the Alps", False), ("In world", True)],
    }


def test_merge_gives_stories_the_new_section(tree):
    merge_topics(tree["world"], into=tree["nature"])

    assert Article.objects.get(headline="In world").section == tree["nature"]


def test_merge_of_a_section_into_no_section_is_refused(tree):
    sport = make_topic("Sport")

    with pytest.raises(ValidationError, match="section"):
        merge_topics(tree["world"], into=sport)

    assert timelines()["World"] == [
        ("In Europe", False),
        ("In both", False),
        ("In the Alps", False),
        ("In world", True),
    ]


def test_merge_into_a_topic_below_is_refused(tree):
    with pytest.raises(ValidationError, match="stands under"):
        merge_topics(tree["world"], into=tree["alps"])


def test_interrupted_merge_is_finished_by_repeating_it(tree, monkeypatch):
    monkeypatch.setattr(topic_moves, "BATCH", 1)

    def stop(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merge_topics(tree["europe"], into=tree["nature"], progress=stop)
    merge_topics(tree["europe"], into=tree["nature"])

    assert timelines() == {
        "Alps": [("In both", True), ("In the Alps", True)],
        "Nature": [("In Europe", True), ("In both", True), ("In the Alps", False)],
        "World": [("In world", True)],
    }
    assert FormerSlug.objects.get(slug="europe").topic == tree["nature"]


def test_timelines_after_a_move_are_those_of_filing_anew(tree):
    move_topic(tree["europe"], parent=tree["nature"])
    moved = timelines()

    for article in Article.objects.all():
        rows = article.topic_rows.filter(assigned=True)
        file_under_topics(article, Topic.objects.filter(pk__in=rows.values("topic")))

    assert timelines() == moved


def test_commands_say_what_they_did(tree):
    out = io.StringIO()

    call_command("move_topic", "alps", "--under", "nature", stdout=out)
    call_command("merge_topics", "alps", "--into", "nature", stdout=out)

    assert "“Alps” is moved: 2 articles, 5 rows of timelines changed." in out.getvalue()
    assert "“Alps” is merged into “Nature”: 2 articles, " in out.getvalue()
    assert timelines()["Nature"] == [("In both", True), ("In the Alps", True)]


@pytest.mark.parametrize(
    "command",
    [
        ["move_topic", "nowhere", "--to-top"],
        ["move_topic", "world", "--under", "alps"],
        ["merge_topics", "world", "--into", "world"],
    ],
)
def test_commands_end_with_one_sentence_when_they_cannot(tree, command):
    with pytest.raises(CommandError):
        call_command(*command, stdout=io.StringIO())
