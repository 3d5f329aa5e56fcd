"""Writing an invented archive into an empty site."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.archive.planning import Archive, PlannedArticle
from articles.bulk import Loader, bulk_load
from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, OutsideLink, Status
from articles.writing import article_slug
from topics.models import Topic
from topics.tree import number_tree
from topics.versions import touch

BATCH = 5_000
RelatedArticle = Article.related.through
TABLES = (Article, ArticleTopic, ArticleTag, Authorship, RelatedArticle, OutsideLink)

ARTICLE_COLUMNS = (
    "id headline slug lead body pages words dateline_city dateline_date dateline_agency section_id status is_breaking "
    "published_at updated_at withdraw_at created_at saved_at"
).split()


def load_archive(archive: Archive, *, advance: Callable[[int], None] = lambda steps: None) -> None:
    """Write ``archive`` in one transaction; ``advance`` hears how many articles have been written since it last did.

    Raises ``ValidationError`` when the site has articles, topics, tags or authors: an archive is never mixed with them.
    """
    for model in (Article, Topic, Tag, Author):
        if model.objects.exists():
            raise ValidationError(
                _("This site has %(things)s already: an archive needs an empty one.")
                % {"things": model._meta.verbose_name_plural}
            )
    with bulk_load(TABLES) as loader, transaction.atomic():
        _load_vocabulary(archive)
        rows = RowIds()
        articles = archive.articles()
        while batch := list(itertools.islice(articles, BATCH)):
            _load_articles(loader, batch, rows)
            advance(len(batch))
        touch("topics", "articles")


class RowIds:
    """The next free id of each timeline: rows get the same ids on every database."""

    def __init__(self):
        self._counters = {model: itertools.count(1) for model in TABLES}

    def number(self, model, rows: Iterator[tuple]) -> Iterator[tuple]:
        return ((pk, *row) for pk, row in zip(self._counters[model], rows, strict=False))


def _load_vocabulary(archive: Archive) -> None:
    topics = archive.topics()
    Topic.objects.bulk_create(
        Topic(
            pk=topic.id,
            name=topic.name,
            slug=slugify(topic.name),
            parent_id=topic.parent_id,
            is_section=topic.is_section,
            order=topic.id if topic.is_section else 100,
        )
        for topic in topics
    )
    number_tree()
    Tag.objects.bulk_create(Tag(pk=pk, name=name, slug=slugify(name)) for pk, name in enumerate(archive.tags(), 1))
    Author.objects.bulk_create(
        Author(pk=pk, name=name, slug=slugify(name)) for pk, name in enumerate(archive.authors(), 1)
    )


def _load_articles(loader: Loader, batch: Sequence[PlannedArticle], ids: RowIds) -> None:
    loader.insert(Article, ARTICLE_COLUMNS, [_article_row(article, loader) for article in batch])
    # What a timeline row copies of its article: see articles.timelines.stamp.
    moments = {
        article.id: (loader.moment(article.published_at), loader.moment(article.withdraw_at))
        if article.status == Status.PUBLISHED
        else (None, None)
        for article in batch
    }
    timelines = {
        ArticleTopic: (
            ("topic_id", "assigned"),
            ((a.id, pk, assigned) for a in batch for pk, assigned in _topics(a)),
        ),
        ArticleTag: (("tag_id",), ((a.id, pk) for a in batch for pk in a.tag_ids)),
        Authorship: (
            ("author_id", "order"),
            ((a.id, pk, order) for a in batch for order, pk in enumerate(a.author_ids)),
        ),
    }
    for model, (names, rows) in timelines.items():
        rows = ((*row, *moments[row[0]]) for row in rows)
        loader.insert(model, ["id", "article_id", *names, "published_at", "withdraw_at"], ids.number(model, rows))
    related = ((a.id, pk) for a in batch for pk in a.related_ids)
    loader.insert(RelatedArticle, ["id", "from_article_id", "to_article_id"], ids.number(RelatedArticle, related))
    links = (
        (a.id, "The Quayside Courier", a.headline, f"https://courier.example/{a.id}/{order}", order)
        for a in batch
        for order in range(a.outside_links)
    )
    loader.insert(OutsideLink, ["id", "article_id", "outlet", "title", "url", "order"], ids.number(OutsideLink, links))


def _topics(article: PlannedArticle) -> Iterator[tuple[int, bool]]:
    for topic_id in article.topic_ids:
        yield topic_id, True
    for topic_id in article.inherited_ids:
        yield topic_id, False


def _article_row(article: PlannedArticle, loader: Loader) -> tuple:
    # Plain paragraphs are one page as they stand: what articles.writing.prepare would make of them (a test holds it).
    body = "".join([f"<p>{paragraph}</p>" for paragraph in article.paragraphs])
    created_at = loader.moment(article.created_at)
    return (
        article.id,
        article.headline,
        article_slug(article.headline),
        article.lead,
        body,
        json.dumps([body]),
        article.words,
        article.city,
        loader.date(article.created_at.date()),
        settings.AGENCY,
        article.section_id,
        article.status,
        article.is_breaking,
        loader.moment(article.published_at),
        loader.moment(article.updated_at),
        loader.moment(article.withdraw_at),
        created_at,
        created_at,
    )
