"""Topics, authors and tags that begin like what somebody types, each with its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections
from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.models import ArticleTag, ArticleTopic, Author, Authorship
from articles.timelines import newest_on
from topics.models import Topic

MOST_OF_A_KIND = 4
MOST_LOOKED_AT = 50  # names of a kind: of these, the ones with stories are offered
LONGEST = 100  # characters
LAST = "\U0010ffff"  # stands behind every letter


@dataclass(frozen=True)
class Suggestion:
    kind: str
    name: str
    slug: str


def suggestions(text: str) -> list[Suggestion]:
    """Up to twelve names that readers find stories under and whose slugs begin like ``text``; five queries at most.

    Where they are few, also topics and authors of whom a later word begins so: people are known by their last names.
    """
    prefix = slugify(text[:LONGEST], allow_unicode=True)
    if not prefix:
        return []
    topics = _offered(Topic.objects.active(), prefix, ArticleTopic)
    authors = _offered(Author.objects.all(), prefix, Authorship)
    # Of tags there may be too many to look for words inside them.
    tags = _with_stories(_beginning_with(Tag.objects.all(), prefix), ArticleTag)
    found = [
        *(("topic", row) for row in topics),
        *(("author", row) for row in authors),
        *(("tag", row) for row in tags),
    ]
    return [Suggestion(kind, row.name, row.slug) for kind, row in found]


def kind_name(kind: str) -> str:
    return {"topic": _("Topic"), "author": _("Author"), "tag": _("Tag")}[kind]


def _beginning_with(names: QuerySet, prefix: str) -> QuerySet:
    # PostgreSQL keeps an index of patterns beside that of slugs; SQLite's LIKE uses none, but its order is binary.
    if connections[names.db].vendor == "sqlite":
        return names.filter(slug__gte=prefix, slug__lt=prefix + LAST)
    return names.filter(slug__startswith=prefix)


def _offered(names: QuerySet, prefix: str, timeline) -> list[Model]:
    found = _with_stories(_beginning_with(names, prefix), timeline)
    if len(found) < MOST_OF_A_KIND:
        found += _with_stories(names.filter(slug__contains=f"-{prefix}"), timeline)
    return list(dict.fromkeys(found))[:MOST_OF_A_KIND]


def _with_stories(names: QuerySet, timeline) -> list[Model]:
    """The first of ``names`` under which a live story stands; only so many are looked at, however many there are."""
    first = names.order_by("slug").values("pk")[:MOST_LOOKED_AT]
    live = names.model.objects.filter(pk__in=first).annotate(newest=newest_on(timeline)).filter(newest__isnull=False)
    return list(live.order_by("slug")[:MOST_OF_A_KIND])
