"""Filing articles under topics, tags and authors, and keeping the timelines true."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery
from taggit.models import Tag

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, Status
from articles.search.indexing import index_articles
from articles.surrogate_keys import keys_of_stories
from topics.models import Topic
from topics.tree import Tree
from topics.versions import touch

TIMELINES = {ArticleTopic: "article", ArticleTag: "content_object", Authorship: "article"}


@dataclass(frozen=True)
class FirstFiling:
    """What a stored article that stands on no timeline yet is to be filed under, by id."""

    article: Article
    topics: Collection[int] = ()
    authors: Sequence[int] = ()
    tags: Collection[int] = ()


@transaction.atomic
def file_under_topics(article: Article, topics: Iterable[Topic], *, tree: Tree | None = None) -> None:
    """Make ``topics`` and the article's section the article's topics, and put it on all timelines above them."""
    assigned = assigned_ids(article, (topic.pk for topic in topics))
    article.topic_rows.exclude(topic__in=assigned).filter(assigned=True).update(assigned=False)
    article.topic_rows.filter(topic__in=assigned, assigned=False).update(assigned=True)
    present = set(article.topic_rows.values_list("topic_id", flat=True))
    ArticleTopic.objects.bulk_create([ArticleTopic(article=article, topic_id=pk) for pk in sorted(assigned - present)])
    rebuild_inherited([article.pk], tree=tree or Tree.load())
    stamp(article)


@transaction.atomic
def set_byline(article: Article, authors: Sequence[Author]) -> None:
    """Make ``authors``, in this order, the article's byline."""
    article.authorships.exclude(author__in=authors).delete()
    Authorship.objects.bulk_create(
        [Authorship(article=article, author=author, order=order) for order, author in enumerate(authors)],
        update_conflicts=True,
        unique_fields=["article", "author"],
        update_fields=["order"],
    )
    stamp(article)


@transaction.atomic
def set_tags(article: Article, names: Collection[str]) -> None:
    """Make ``names`` the article's tags; tags that do not exist yet come into being."""
    article.tags.set(names)
    stamp(article)


@transaction.atomic
def file_first(filings: Collection[FirstFiling], *, tree: Tree) -> None:
    """File many new articles at once, as ``file_under_topics``, ``set_byline`` and ``set_tags`` do one by one.

    Made for imports: it costs a handful of queries for any number of articles.
    """
    topics, authors, tags = [], [], []
    for filing in filings:
        article, moments = filing.article, moments_on_timelines(filing.article)
        assigned = assigned_ids(article, filing.topics)
        topics += [
            ArticleTopic(article=article, topic_id=pk, assigned=pk in assigned, **moments)
            for pk in sorted(tree.closure(assigned))
        ]
        authors += [
            Authorship(article=article, author_id=pk, order=order, **moments) for order, pk in enumerate(filing.authors)
        ]
        tags += [ArticleTag(content_object=article, tag_id=pk, **moments) for pk in filing.tags]
    for model, rows in ((ArticleTopic, topics), (Authorship, authors), (ArticleTag, tags)):
        model.objects.bulk_create(rows)
    stored = [filing.article.pk for filing in filings]
    index_articles(stored)
    touch("articles", keys=keys_of_stories(stored))


def assigned_ids(article: Article, topic_ids: Iterable[int]) -> set[int]:
    """The topics an article is assigned to: those chosen for it, and its section."""
    return {*topic_ids, article.section_id} - {None}


def stamp(article: Article) -> None:
    """Copy the article's moments to its timeline rows and index it: the last step of whatever changes a story."""
    for model, name in TIMELINES.items():
        model.objects.filter(**{name: article}).update(**moments_on_timelines(article))
    index_articles([article.pk])
    if article.published_at:  # without one, no reader has ever seen anything of it
        touch("articles", keys=keys_of_stories([article.pk]))


def moments_on_timelines(article: Article) -> dict:
    """What the article's timeline rows say of its moments: nothing while it is not published."""
    live = article.status == Status.PUBLISHED
    return {
        "published_at": article.published_at if live else None,
        "withdraw_at": article.withdraw_at if live else None,
    }


def rebuild_inherited(article_ids: Collection[int], *, tree: Tree) -> int:
    """Put the articles on the timelines above their topics and off all others; returns how many rows changed.

    Assigned topics are taken as they stand. New rows carry the article's moments.
    """
    assigned: dict[int, set[int]] = defaultdict(set)
    inherited: dict[int, set[int]] = defaultdict(set)
    rows = ArticleTopic.objects.filter(article__in=article_ids).order_by()
    for article_id, topic_id, is_assigned in rows.values_list("article_id", "topic_id", "assigned"):
        (assigned if is_assigned else inherited)[article_id].add(topic_id)
    superfluous, missing = [], []
    for article_id in article_ids:
        wanted = tree.closure(assigned[article_id]) - assigned[article_id]
        superfluous += [(article_id, topic_id) for topic_id in inherited[article_id] - wanted]
        missing += [(article_id, topic_id) for topic_id in sorted(wanted - inherited[article_id])]
    for topic_id in {topic_id for _, topic_id in superfluous}:
        articles = [article_id for article_id, other in superfluous if other == topic_id]
        ArticleTopic.objects.filter(topic=topic_id, article__in=articles, assigned=False).delete()
    if missing:
        moments = {
            pk: (published_at, withdraw_at) if status == Status.PUBLISHED else (None, None)
            for pk, status, published_at, withdraw_at in Article.objects.filter(
                pk__in={article_id for article_id, _ in missing}
            ).values_list("pk", "status", "published_at", "withdraw_at")
        }
        ArticleTopic.objects.bulk_create(
            [
                ArticleTopic(
                    article_id=article_id,
                    topic_id=topic_id,
                    assigned=False,
                    published_at=moments[article_id][0],
                    withdraw_at=moments[article_id][1],
                )
                for article_id, topic_id in missing
            ],
            batch_size=1000,
        )
    return len(superfluous) + len(missing)


def assigned_topics(article: Article):
    """The topics an editor chose for the article, its section among them."""
    return Topic.objects.filter(article_rows__article=article, article_rows__assigned=True)


def tag_names(article: Article) -> list[str]:
    return list(
        Tag.objects.filter(article_rows__content_object=article).values_list("name", flat=True).order_by("name")
    )


def newest_on(timeline, owner: str = "pk", *, now: datetime.datetime | None = None):
    """A sub-query: when the newest live article on ``timeline`` was published, for an outer row's ``owner``."""
    rows = timeline.objects.live(now).filter(**{timeline.timeline_of: OuterRef(owner)}).order_by("-published_at")
    return Subquery(rows.values("published_at")[:1])
