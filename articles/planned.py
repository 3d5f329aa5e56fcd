"""What the newsroom has planned: the moments at which readers will see something else, or might."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import BEFORE_PUBLICATION, Article, Status

MOST = 500  # moments of each kind


class Kind(TextChoices):
    GOES_OUT = "goes_out", _("goes out")
    MEANT_FOR = "meant_for", _("meant for, not published yet")
    EMBARGO = "embargo", _("embargo ends")
    ENDS = "ends", _("is withdrawn")


@dataclass(frozen=True)
class Planned:
    """``moment`` is aware and in the current zone."""

    moment: datetime.datetime
    kind: Kind
    article: Article


def planned_between(
    start: datetime.datetime, end: datetime.datetime, *, now: datetime.datetime | None = None
) -> list[Planned]:
    """What is planned from ``start`` on and before ``end``, in order; of what goes out or ends, what is still to come.

    Four queries, each of which reads an index; at most ``MOST`` moments of each kind.
    """
    now = now or timezone.now()
    published = Article.objects.filter(status=Status.PUBLISHED)
    unpublished = Article.objects.filter(status__in=BEFORE_PUBLICATION)
    asked = {
        Kind.GOES_OUT: (published.filter(published_at__gt=now), "published_at"),
        Kind.MEANT_FOR: (unpublished, "published_at"),
        Kind.EMBARGO: (unpublished, "embargo_until"),
        Kind.ENDS: (published.filter(withdraw_at__gt=now), "withdraw_at"),
    }
    found = [
        Planned(timezone.localtime(getattr(article, field)), kind, article)
        for kind, (articles, field) in asked.items()
        for article in _within(articles, field, start, end)
    ]
    return sorted(found, key=lambda planned: (planned.moment, planned.article.pk))


def _within(articles: QuerySet[Article], field: str, start, end) -> QuerySet[Article]:
    shown = ("headline", "status", "published_at", "embargo_until", "withdraw_at", "is_breaking", "section__name")
    within = articles.filter(**{f"{field}__gte": start, f"{field}__lt": end}).order_by(field, "pk")
    return within.select_related("section").only(*shown)[:MOST]
