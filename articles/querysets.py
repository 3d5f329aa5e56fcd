"""The questions readers' pages ask of articles."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.stream import STREAM_SIZE, Cursor, StreamPage, merged_article_ids, position_below

# What a card shows; a list never reads bodies.
CARD_FIELDS = (
    "headline",
    "slug",
    "lead",
    "language",
    "published_at",
    "updated_at",
    "is_breaking",
    "status",
    "section__name",
    "section__slug",
    "lead_photo__digest",
    "lead_photo__renditions",
    "lead_photo__alt",
    "lead_photo__credit",
)


def live_at(now: datetime.datetime) -> Q:
    """The moments of an article or a timeline row allow readers to see it at ``now``."""
    return Q(published_at__lte=now) & not_ended_at(now)


def not_ended_at(now: datetime.datetime) -> Q:
    return Q(withdraw_at__isnull=True) | Q(withdraw_at__gt=now)


class ArticleQuerySet(models.QuerySet):
    def published(self, now: datetime.datetime | None = None):
        """What readers may see at ``now`` (default: this moment). Decided here and nowhere else."""
        now = now or timezone.now()
        # "Not later than now" is put as a negation so that SQLite does not begin to read an index there: of two upper
        # bounds it takes one, and this one, below which nearly everything lies, would hide the one that matters.
        return self.filter(~Q(published_at__gt=now), not_ended_at(now), status="published")

    def withdrawn(self, now: datetime.datetime | None = None):
        """What readers could see once and no longer may: its addresses answer 410."""
        gone = Q(status="withdrawn", published_at__isnull=False)
        return self.filter(gone | Q(status="published", withdraw_at__lte=now or timezone.now()))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def below(self, position: Cursor):
        """Articles that come after ``position`` in newest-first order."""
        # The first condition says nothing new, but it is the one an index can start from.
        return self.filter(
            Q(published_at__lte=position.published_at),
            Q(published_at__lt=position.published_at) | Q(pk__lt=position.article_id),
        )

    def for_cards(self):
        """Section and lead photograph come along; bodies stay where they are."""
        return self.select_related("section", "lead_photo").only(*CARD_FIELDS)

    def for_desk(self):
        """What the desk's list shows: no texts, but the byline."""
        articles = self.select_related("section").defer("body", "pages", "contents")
        return articles.prefetch_related("authorships__author")

    def for_page(self):
        """What the article page prints, without the editor's text it was derived from."""
        return self.select_related("section", "lead_photo").defer("body")

    def stream(
        self,
        timelines: Mapping[type[models.Model], Sequence[int]] | None = None,
        *,
        before: Cursor | None = None,
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        size: int = STREAM_SIZE,
        now: datetime.datetime | None = None,
    ) -> StreamPage:
        """One page of the stream, newest first: cards, and the position where the next page begins.

        ``timelines`` maps a timeline model to the ids chosen on it, such as ``{ArticleTopic: [3, 8]}``; an article
        on any of them belongs to the page. ``None`` means all news; a mapping without ids is an empty stream.
        ``before`` is the position to go on from. ``since`` leaves out what was published earlier, ``until`` what was
        published at that moment or later.
        The cost does not grow with the archive or with the depth (measured by ``make bench``).
        """
        now = now or timezone.now()
        position = position_below(before, now)
        if until:
            position = min(position, Cursor(until, 0))
        if timelines is None:
            cards = self.published(now).below(position).newest_first()
            if since:
                cards = cards.filter(published_at__gte=since)
            rows = list(cards.for_cards()[: size + 1])
        else:
            ids = merged_article_ids(timelines, using=self.db, position=position, since=since, now=now, size=size + 1)
            found = self.published(now).for_cards().in_bulk(ids)
            rows = [found[pk] for pk in ids if pk in found]
        return StreamPage.cut(rows, size)


class TimelineQuerySet(models.QuerySet):
    def live(self, now: datetime.datetime | None = None):
        return self.filter(live_at(now or timezone.now()))
