"""Contents of revisions for tests."""

from articles.models import Article
from articles.revisions.content import content_of, reference
from articles.revisions.saving import shown


def stored(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def text_of(article: Article, **fields) -> dict:
    """The newest text of ``article`` with other ``fields``; rows are given for what is referred to."""
    content = dict(shown(stored(article)).content)
    for name, value in fields.items():
        if isinstance(value, list) and name not in {"tags", "outside_links"}:
            value = [reference(row) for row in value]
        elif hasattr(value, "pk"):
            value = reference(value)
        content[name] = value
    return content


def rows_of(article: Article) -> dict:
    return content_of(stored(article))
