"""The questions readers' pages ask of articles."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.stream import (
    STREAM_SIZE,
    Cursor,
    Filing,
    Row,
    StreamPage,
    Timelines,
    Window,
    filed_under,
    filed_under_any,
    growing_windows,
    merged_window,
    position_below,
)

if TYPE_CHECKING:
    from articles.models import Article

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


# What the index holds of an article.
INDEX_FIELDS = (
    "headline",
    "lead",
    "body",
    "language",
    "dateline_city",
    "status",
    "published_at",
    "withdraw_at",
    "lead_photo__caption",
)


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

    def for_index(self):
        """All that the index says of an article, but for what it is filed under (``articles.search.documents``)."""
        return self.select_related("lead_photo").only(*INDEX_FIELDS)

    def stream(
        self,
        timelines: Timelines | None = None,
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
            window = self.window(timelines, below=position, since=since, now=now, each=size + 1)
            rows = self.cards_at(window.rows[: size + 1], now=now)
        return StreamPage.cut(rows, size)

    def windows(
        self,
        timelines: Timelines | None,
        *,
        below: Cursor,
        wanted: int,
        since: datetime.datetime | None = None,
        now: datetime.datetime,
        most_rows: int | None = None,
    ) -> Iterator[Window]:
        """The stream (see ``stream``) from ``below`` on without its cards, in growing windows.

        The first is cut so that it usually holds ``wanted`` stories; whoever has enough stops asking. They go on to the
        end, or until ``most_rows`` rows of timelines have been read.
        """
        count = max(1, sum(map(len, timelines.values()))) if timelines else 1

        def read(below: Cursor, each: int) -> Window:
            return self.window(timelines, below=below, since=since, now=now, each=each)

        return growing_windows(read, below=below, wanted=wanted, count=count, most_rows=most_rows)

    def window(
        self,
        timelines: Timelines | None,
        *,
        below: Cursor,
        since: datetime.datetime | None = None,
        now: datetime.datetime,
        each: int,
    ) -> Window:
        """The stream (see ``stream``) below ``below`` without its cards: at least ``each`` stories, if there are."""
        if timelines is not None:
            return merged_window(timelines, using=self.db, position=below, since=since, now=now, each=each)
        articles = self.published(now).below(below).newest_first()
        if since:
            articles = articles.filter(published_at__gte=since)
        rows = list(articles.values_list("published_at", "pk")[:each])
        return Window(rows, rows_read=len(rows), is_last=len(rows) < each)

    def cards_at(self, rows: Sequence[Row], *, now: datetime.datetime | None = None) -> list[Article]:
        """The cards of the articles in ``rows`` of a window, in that order, without what readers may not see."""
        found = self.published(now).for_cards().in_bulk([article_id for _, article_id in rows])
        return [found[article_id] for _, article_id in rows if article_id in found]

    def filed_under(self, timelines: Timelines, article_ids: Collection[int]) -> Iterator[Filing]:
        """Which of the articles stand on which of the timelines: (timeline model, its owner's id, the article's id)."""
        return filed_under(timelines, article_ids, using=self.db)

    def filed_under_any(self, timelines: Timelines, article_ids: Collection[int]) -> set[int]:
        """Which of the articles stand on any of the timelines."""
        return filed_under_any(timelines, article_ids, using=self.db)


class TimelineQuerySet(models.QuerySet):
    def live(self, now: datetime.datetime | None = None):
        return self.filter(live_at(now or timezone.now()))
