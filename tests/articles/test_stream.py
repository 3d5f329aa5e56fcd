"""The stream: the merge of timelines against a naive filter, cursors, and what it costs."""

import datetime
import random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from taggit.models import Tag

from articles.models import Article, ArticleTag, ArticleTopic, Authorship, Status
from articles.stream import Cursor
from tests.factories import make_article, make_author, make_topic


def all_pages(timelines=None, *, size, now, since=None) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        page = Article.objects.stream(timelines, before=cursor, size=size, now=now, since=since)
        pages.append([article.headline for article in page.articles])
        cursor = page.next_cursor
        if cursor is None:
            return pages


def naive(wanted, *, now, since=None) -> list[str]:
    """What the stream must show, asked article by article."""
    articles = [
        article
        for article in Article.objects.all()
        if article.status == Status.PUBLISHED
        and article.published_at <= now
        and (article.withdraw_at is None or article.withdraw_at > now)
        and (since is None or article.published_at >= since)
        and wanted(article)
    ]
    return [a.headline for a in sorted(articles, key=lambda a: (a.published_at, a.pk), reverse=True)]


@pytest.fixture
def archive(db):
    """Sixty articles under a small tree, many in the same second, in every state an article can be in."""
    dice = random.Random(7)
    now = timezone.now()
    top = [make_topic(f"Topic {n}") for n in range(3)]
    topics = top + [make_topic(f"Sub {n}", parent=top[n % 3]) for n in range(4)]
    authors = [make_author(f"Author {n}") for n in range(3)]
    for n in range(60):
        moment = now - datetime.timedelta(seconds=dice.randrange(-5, 30), microseconds=dice.choice([0, 0, 250_000]))
        make_article(
            f"Story {n}",
            status=dice.choice([Status.PUBLISHED] * 6 + [Status.DRAFT, Status.WITHDRAWN]),
            published_at=moment,
            withdraw_at=moment + datetime.timedelta(seconds=dice.randrange(1, 40)) if n % 5 == 0 else None,
            topics=dice.sample(topics, dice.randrange(3)),
            tags=dice.sample(["grain", "harbour", "budget"], dice.randrange(3)),
            authors=dice.sample(authors, dice.randrange(3)),
        )
    return now


@pytest.mark.parametrize("size", [1, 7, 100])
def test_stream_of_topics_equals_naive_filter(archive, size):
    chosen = list(ArticleTopic.objects.filter(topic__name__in=["Topic 0", "Sub 1"]).values_list("topic", flat=True))

    pages = all_pages({ArticleTopic: chosen}, size=size, now=archive)

    expected = naive(lambda a: a.topic_rows.filter(topic__in=chosen).exists(), now=archive)
    assert [headline for page in pages for headline in page] == expected
    assert all(len(page) == size for page in pages[:-1])


def test_stream_merges_topics_tags_and_authors(archive):
    topic = ArticleTopic.objects.filter(topic__name="Sub 0").values_list("topic", flat=True)[0]
    tag = Tag.objects.get(name="grain").pk
    author = Authorship.objects.filter(author__name="Author 1").values_list("author", flat=True)[0]

    pages = all_pages({ArticleTopic: [topic], ArticleTag: [tag], Authorship: [author]}, size=4, now=archive)

    expected = naive(
        lambda a: (
            a.topic_rows.filter(topic=topic).exists()
            or a.tag_rows.filter(tag=tag).exists()
            or a.authorships.filter(author=author).exists()
        ),
        now=archive,
    )
    assert [headline for page in pages for headline in page] == expected


def test_stream_without_choice_is_all_news(archive):
    pages = all_pages(size=7, now=archive)

    assert [headline for page in pages for headline in page] == naive(lambda a: True, now=archive)


def test_stream_since_leaves_out_what_was_published_earlier(archive):
    since = archive - datetime.timedelta(seconds=12)
    topics = list(ArticleTopic.objects.values_list("topic", flat=True))

    assert sum(all_pages(size=5, now=archive, since=since), []) == naive(lambda a: True, now=archive, since=since)
    assert sum(all_pages({ArticleTopic: topics}, size=5, now=archive, since=since), []) == naive(
        lambda a: a.topic_rows.exists(), now=archive, since=since
    )


def test_stream_of_nothing_chosen_is_empty(archive):
    assert Article.objects.stream({ArticleTopic: []}).articles == []


def test_stream_never_reaches_into_the_future(archive):
    ahead = Cursor(archive + datetime.timedelta(days=400), 1)
    topics = list(ArticleTopic.objects.values_list("topic", flat=True))

    whole = Article.objects.stream(before=ahead, size=100, now=archive)
    merged = Article.objects.stream({ArticleTopic: topics}, before=ahead, size=100, now=archive)

    assert [a.headline for a in whole.articles] == naive(lambda a: True, now=archive)
    assert [a.headline for a in merged.articles] == naive(lambda a: a.topic_rows.exists(), now=archive)


def test_article_of_many_chosen_topics_appears_once(db):
    parent = make_topic("Science")
    child = make_topic("Space", parent=parent)
    make_article("Probe lands", topics=[child])

    page = Article.objects.stream({ArticleTopic: [parent.pk, child.pk]})

    assert [article.headline for article in page.articles] == ["Probe lands"]


def test_stream_of_fifty_topics_takes_two_queries(db, django_assert_num_queries):
    topics = [make_topic(f"Topic {n}") for n in range(50)]
    for topic in topics:
        make_article(topics=[topic])

    with django_assert_num_queries(2):
        page = Article.objects.stream({ArticleTopic: [topic.pk for topic in topics]}, size=20)
        [str(article.section) + str(article.lead_photo) for article in page.articles]

    assert len(page.articles) == 20


@given(
    st.builds(
        Cursor,
        st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(5000, 1, 1), timezones=st.just(datetime.UTC)),
        st.integers(0, 10**18 - 1),
    )
)
def test_cursor_survives_being_written_and_read(cursor):
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1",
        "-",
        "1-",
        "-1",
        "1-1-1",
        "1 -1",
        "١-١",
        "9" * 40 + "-1",
        "1-" + "9" * 40,
        "1-1\n",
        "\x00",
    ],
)
def test_cursor_that_no_page_linked_to_is_refused(text):
    with pytest.raises(ValueError, match="not a"):
        Cursor.parse(text)
