import datetime

import pytest

from articles.models import Article, ArticlePhoto
from articles.search.documents import LONGEST_TEXT, Document, documents_of
from articles.search.tokens import author_token, tag_token, topic_token
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def document_of(article: Article) -> Document:
    (document,) = documents_of([Article.objects.for_index().get(pk=article.pk)])
    return document


def test_document_says_all_that_readers_see_of_a_story():
    world = make_section("World")
    wars = make_topic("Wars of today", parent=world)
    author = make_author("Ada Reed")
    lead_photo, further = make_photo(caption="The ship arrived."), make_photo(caption="A quay.")
    article = make_article(
        "Ships in the Café",
        lead="Ports & piers",
        body="<h2>First</h2><p>New <b>ports</b><br>open.</p><script>alert()</script>",
        language="en",
        dateline_city="Köln",
        section=world,
        topics=[wars],
        tags=["Sea ports"],
        authors=[author],
        lead_photo=lead_photo,
        published_at=NOON,
    )
    ArticlePhoto.objects.create(article=article, photo=further, order=1)
    tag = article.tags.get()

    document = document_of(article)

    assert document == Document(
        article.pk,
        headline=" ships in the cafe = =ship ",
        lead=" ports piers = =port =pier ",
        names=(" koln = ada reed = world = wars of today = sea ports = the ship arrived = a quay = =war =port =arriv "),
        body=" first = new ports open = =port ",
        facts=(
            f" @d20261102 @m202611 @y2026 {author_token(author.pk)} {topic_token(world.pk)} {topic_token(wars.pk)}"
            f" {tag_token(tag.pk)} @p "
        ),
        published_at=NOON,
    )


def test_document_of_a_draft_says_that_it_is_none_of_readers_stories():
    draft = make_article("Ships", lead="", body="", status="draft", language="zh")

    assert document_of(draft) == Document(draft.pk, " ships = ", " = ", "  ", " = ", " @u ")


@pytest.mark.parametrize("status", ["draft", "in_review", "approved", "withdrawn", "retracted"])
def test_only_published_stories_have_days(status):
    article = make_article(status=status, published_at=NOON)

    assert document_of(article).facts == " @u "


def test_topics_above_those_of_a_story_are_not_said():
    world = make_topic("World")
    article = make_article(topics=[make_topic("Wars", parent=world)])

    assert article.topic_rows.count() == 2
    assert topic_token(world.pk) not in document_of(article).facts.split()
    assert "world" not in document_of(article).names.split()


def test_day_of_a_story_is_that_of_utc():
    berlin = datetime.timezone(datetime.timedelta(hours=1))
    article = make_article(published_at=datetime.datetime(2026, 1, 1, 0, 30, tzinfo=berlin))

    assert document_of(article).facts == " @d20251231 @m202512 @y2025 "


def test_body_longer_than_any_is_cut():
    article = make_article(body=f"<p>{'ab ' * LONGEST_TEXT}</p>", language="zh")

    assert len(document_of(article).body) <= LONGEST_TEXT + 5


def test_documents_of_twenty_stories_cost_as_many_queries_as_of_one(django_assert_num_queries):
    topics, photo = [make_topic("World")], make_photo()
    ids = [
        make_article(topics=topics, tags=["grain"], authors=[make_author(f"Ada {n}")], lead_photo=photo).pk
        for n in range(20)
    ]

    for some in (ids[:1], ids):
        articles = list(Article.objects.for_index().filter(pk__in=some))
        with django_assert_num_queries(4):
            assert len(list(documents_of(articles))) == len(some)


def test_no_stories_have_no_documents():
    assert list(documents_of([])) == []
