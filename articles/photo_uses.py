"""Where photographs stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleFigure, ArticlePhoto, Photo, Status, WorkingPhoto
from articles.search.indexing import articles_to_index, is_behind


class Role(models.TextChoices):
    """What a photograph is to a story."""

    LEAD = "lead", _("lead photograph")
    FURTHER = "further", _("further photograph")
    IN_TEXT = "in_text", _("in the text")
    WORKING = "working", _("in a working copy")


@dataclass(frozen=True)
class Use:
    """A story with a photograph, and what it is to the story: at least one role, in the order of ``Role``."""

    article: Article
    roles: tuple[Role, ...]


def stories_showing(photo: Photo) -> QuerySet[Article]:
    """The articles with ``photo`` as lead or further photograph, in their text, or in a working copy of them."""
    working = photo.working_rows.order_by().values("article")
    shown = _beside(photo).union(stories_with_figure(photo).values("pk"), working)
    return _among(shown).defer("body", "pages", "contents")


def stories_beside(photo: Photo) -> QuerySet[Article]:
    """The articles with ``photo`` as lead or further photograph."""
    return _among(_beside(photo))


def stories_with_figure(photo: Photo) -> QuerySet[Article]:
    """The articles with ``photo`` in their text."""
    noted = photo.figure_rows.order_by().values("article")
    if not is_behind():
        return _among(noted)
    # Until every text has been indexed, those that have not are read one by one; but only those saved since the
    # photograph came in: older ones cannot name it.
    unread = articles_to_index().order_by().filter(saved_at__gte=photo.created_at, body__contains=photo.digest)
    return _among(noted.union(unread.values("pk")))


def _beside(photo: Photo) -> QuerySet:
    return photo.lead_of.order_by().values("pk").union(photo.article_rows.order_by().values("article"))


def _among(ids: QuerySet) -> QuerySet[Article]:
    # Conditions joined by "or" would make PostgreSQL look at every article.
    return Article.objects.filter(pk__in=ids)


def uses_of(photo: Photo, *, most: int) -> list[Use]:
    """Where ``photo`` stands: the newest ``most`` stories that show it, whatever their status."""
    articles = list(stories_showing(photo).order_by("-pk")[:most])
    ids = [article.pk for article in articles]
    having = {
        Role.LEAD: {article.pk for article in articles if article.lead_photo_id == photo.pk},
        Role.FURTHER: set(photo.article_rows.filter(article__in=ids).values_list("article", flat=True)),
        Role.IN_TEXT: set(stories_with_figure(photo).filter(pk__in=ids).values_list("pk", flat=True)),
        Role.WORKING: set(photo.working_rows.filter(article__in=ids).values_list("article", flat=True)),
    }
    return [Use(article, tuple(role for role in Role if article.pk in having[role])) for article in articles]


def used_among(photos: Collection[Photo]) -> list[Photo]:
    """Those of ``photos`` that some story shows, at the cost of one query when all texts have been indexed."""
    if is_behind():
        return [photo for photo in photos if stories_showing(photo).exists()]
    return list(Photo.objects.filter(is_used(), pk__in=[photo.pk for photo in photos]))


def is_used() -> Q:
    """A condition on photographs: a story shows them, as far as texts have been indexed."""
    own = OuterRef("pk")
    return (
        Q(Exists(Article.objects.filter(lead_photo=own)))
        | Q(Exists(ArticlePhoto.objects.filter(photo=own)))
        | Q(Exists(ArticleFigure.objects.filter(photo=own)))
        | Q(Exists(WorkingPhoto.objects.filter(photo=own)))
    )


def in_print(photo_ids: Collection[int]) -> set[int]:
    """Which of the photographs stand in a published article, in whatever way: three queries for any number."""
    live = Q(article__status=Status.PUBLISHED)
    leads = Article.objects.filter(status=Status.PUBLISHED, lead_photo__in=photo_ids)
    return {
        *leads.values_list("lead_photo", flat=True),
        *ArticlePhoto.objects.filter(live, photo__in=photo_ids).values_list("photo", flat=True),
        *ArticleFigure.objects.filter(live, photo__in=photo_ids).values_list("photo", flat=True),
    }
