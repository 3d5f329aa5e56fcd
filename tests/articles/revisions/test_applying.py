import pytest
from django.utils import timezone

from articles.models import Article, OutsideLink
from articles.revisions.applying import apply_content, without_missing
from articles.revisions.content import content_of, differing
from tests.articles.revisions.test_content import full_article
from tests.articles.revisions.texts import rows_of, stored
from tests.factories import make_article, make_author, make_topic

pytestmark = pytest.mark.django_db


def test_every_field_comes_back_from_a_content():
    content = content_of(full_article())
    other = make_article(published_at=timezone.now())

    assert apply_content(other, content) == []

    assert differing(rows_of(other), content) == set()
    assert stored(other).pages == ["<p>The story in full.</p>"]
    assert set(other.topic_rows.values_list("topic__name", "published_at")) == {
        (name, stored(other).published_at) for name in ("World", "Ports", "Trade")
    }


def test_what_a_content_does_not_know_of_stays():
    article = make_article("Old", tags=["kept"], topics=[])

    apply_content(article, {"headline": "New", "topics": []})

    assert rows_of(article) == rows_of(article) | {"headline": "New", "tags": ["kept"]}


def test_what_is_gone_is_named_and_left_out():
    article = make_article("Story", authors=[make_author("Ada Reed")], topics=[make_topic("Ports")])
    content = rows_of(article) | {
        "topics": [{"id": 4711, "name": "Canals"}],
        "section": {"id": 4712, "name": "Sea"},
        "authors": [{"id": 4713, "name": "Zoe Young"}, *rows_of(article)["authors"]],
    }

    missing = apply_content(article, content)

    assert missing == [
        "The section “Sea” is no longer there.",
        "The topic “Canals” is no longer there.",
        "The author “Zoe Young” is no longer there.",
    ]
    after = rows_of(article)
    assert (after["section"], after["topics"]) == (None, [])
    assert [author["name"] for author in after["authors"]] == ["Ada Reed"]
    kept, said = without_missing(content)
    assert (differing(kept, after), said) == (set(), missing)


def test_a_link_whose_address_stays_keeps_its_row():
    article = make_article()
    kept = OutsideLink.objects.create(article=article, outlet="Gazette", title="Ships", url="https://gazette.example/")
    OutsideLink.objects.create(article=article, outlet="Herald", title="Gone", url="https://herald.example/")
    link = {"outlet": "Gazette", "title": "More ships", "url": "https://gazette.example/", "language": "en"}
    new = link | {"url": "https://gazette.example/2"}

    apply_content(Article.objects.get(pk=article.pk), rows_of(article) | {"outside_links": [new, link]})

    rows = list(article.outside_links.order_by("order").values_list("title", "url"))
    assert rows == [("More ships", new["url"]), ("More ships", link["url"])]
    assert article.outside_links.get(url=link["url"]).pk == kept.pk
