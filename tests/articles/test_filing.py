import pytest

from articles.filing import FiledUnder, Label, filing_of
from articles.models import Article
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db


def test_filing_holds_everything_an_article_is_filed_under(django_assert_num_queries):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    article = make_article(
        section=world,
        topics=[europe, make_topic("Trade")],
        tags=["grain", "Ärzte"],
        authors=[make_author("Zoe Young"), make_author("Ada Reed")],
    )

    with django_assert_num_queries(1):
        filing = filing_of(article)
    with django_assert_num_queries(1):  # on a page it comes with the article
        [on_page] = Article.objects.filter(pk=article.pk).annotate(filed_under=FiledUnder(article.pk))
        assert filing_of(on_page) == filing

    assert filing.byline == [Label("Zoe Young", "/authors/zoe-young/"), Label("Ada Reed", "/authors/ada-reed/")]
    assert [label.name for label in filing.topics] == ["World", "Europe", "Trade"]
    assert [label.name for label in filing.tags] == ["grain", "Ärzte"]
    assert filing.breadcrumb == [Label("World", "/topics/world/")]


def test_breadcrumb_leads_from_the_top_to_the_topic_when_there_is_no_section():
    science = make_section("Science")
    space = make_topic("Space", parent=science)
    article = make_article(topics=[make_topic("Probes", parent=space)])

    filing = filing_of(article)

    assert [label.name for label in filing.breadcrumb] == ["Science", "Space", "Probes"]
    assert [label.name for label in filing.topics] == ["Probes"]


def test_filing_of_a_bare_article_is_empty():
    bare = make_article()

    filing = filing_of(bare)

    assert filing == filing_of(Article.objects.annotate(filed_under=FiledUnder(bare.pk)).get(pk=bare.pk))
    assert (filing.byline, filing.topics, filing.tags, filing.breadcrumb) == ([], [], [], [])
