import pytest
from django.http import QueryDict

from articles.filters import MOST_TOPICS, StreamFilter
from articles.stream import Cursor
from tests.factories import make_article, make_topic
from topics.tree import rename_slug
from topics.versions import held, touch

pytestmark = pytest.mark.django_db


def names(filter):
    return [topic.name for topic in filter.chosen]


def headlines(filter):
    return [article.headline for article in filter.page().articles]


def messages(filter):
    return [str(message) for errors in filter.form.errors.values() for message in errors]


def test_filter_without_parameters_is_all_news():
    make_article("One", hours_ago=2)
    make_article("Two", hours_ago=1)

    filter = StreamFilter(QueryDict(""))

    assert (names(filter), headlines(filter), messages(filter)) == ([], ["Two", "One"], [])


def test_filter_narrows_to_any_of_the_chosen_topics():
    world, economy = make_topic("World"), make_topic("Economy")
    make_article("Both", topics=[world, economy], hours_ago=3)
    make_article("World only", topics=[world], hours_ago=2)
    make_article("Neither", hours_ago=1)

    filter = StreamFilter(QueryDict("topic=world&topic=economy&topic=world"))

    assert (names(filter), headlines(filter)) == (["Economy", "World"], ["World only", "Both"])


def test_filter_finds_topics_by_former_slugs():
    topic = make_topic("Trade")
    rename_slug(topic, "commerce")

    assert names(StreamFilter(QueryDict("topic=trade"))) == ["Trade"]


def test_filter_names_unknown_topics_and_keeps_the_others():
    make_article("Known", topics=[make_topic("World")])
    make_article("Other")

    filter = StreamFilter(QueryDict("topic=world&topic=nowhere"))

    assert (headlines(filter), messages(filter)) == (["Known"], ["There is no topic “nowhere”."])


def test_filter_of_unknown_topics_alone_shows_nothing():
    make_article("Other")

    filter = StreamFilter(QueryDict("topic=nowhere"))

    assert headlines(filter) == []


def test_filter_keeps_the_first_fifty_topics_and_says_so():
    slugs = [make_topic(f"Topic {n:02}").slug for n in range(MOST_TOPICS + 1)]

    filter = StreamFilter(QueryDict("&".join(f"topic={slug}" for slug in slugs)))

    assert len(filter.chosen) == MOST_TOPICS
    assert messages(filter) == ["A filter holds up to 50 topics; the others were left out."]


def test_filter_goes_on_below_a_cursor():
    first, second = make_article("First", hours_ago=1), make_article("Second", hours_ago=2)

    filter = StreamFilter(QueryDict(f"before={Cursor.of(first)}"))

    assert headlines(filter) == [second.headline]


@pytest.mark.parametrize("value", ["x", "1-1-1", "%00", "9" * 300, "-5", "1e9-1", "🦉"])
def test_filter_shows_the_newest_when_the_cursor_is_damaged(value):
    make_article("Newest")

    filter = StreamFilter(QueryDict(f"before={value}"))

    assert headlines(filter) == ["Newest"]
    assert messages(filter) == ["This address of an older page is damaged: here are the newest stories."]


def test_filter_looks_topics_up_in_one_query_and_remembers_those_with_stories(django_assert_num_queries):
    for n in range(20):
        make_topic(f"Topic {n}")
    query = QueryDict("&".join(f"topic=topic-{n}" for n in range(20)))
    before = StreamFilter(query).chosen

    with held(), django_assert_num_queries(2):  # the versions, and the topics
        assert StreamFilter(query).chosen == before

    make_article(topics=before)
    touch("articles")
    StreamFilter(query)
    with held(), django_assert_num_queries(1):  # the versions
        assert StreamFilter(query).chosen == before


def test_filter_finds_a_topic_that_was_renamed_since_it_was_remembered():
    topic = make_topic("Ships")
    make_article(topics=[topic])
    assert StreamFilter(QueryDict("topic=ships")).chosen == (topic,)

    rename_slug(topic, "vessels")
    touch("topics")

    found = [StreamFilter(QueryDict(f"topic={slug}")).chosen for slug in ("ships", "vessels")]
    assert [[topic.slug for topic in chosen] for chosen in found] == [["vessels"], ["vessels"]]
