"""The questions readers' pages ask of articles."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.stream import (
    STREAM_SIZE,
    Below,
    Cursor,
    Filing,
    Row,
    StreamPage,
    Timelines,
    cursor_of,
    filed_under,
    filed_under_none,
    position_below,
)
from articles.windows import Window, growing_windows, merged_window
from topics.prepared import Among, Prepared

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

    def retracted(self, now: datetime.datetime | None = None):
        """What readers find a notice of where the story was; it stands in no list, and has no end."""
        return self.filter(~Q(published_at__gt=now or timezone.now()), status="retracted")

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
        """What the article page prints, without the editor's text it was derived from.

        Whether there are corrections to be read comes along as ``is_corrected``; so do ``has_photos`` (further ones),
        ``has_related`` and ``has_outside_links``: what a story does not have need not be asked for.
        """
        more = {"has_photos": "photo_rows", "has_outside_links": "outside_links"}
        found = {
            name: Exists(self._rows_of(relation).filter(article=OuterRef("pk"))) for name, relation in more.items()
        }
        related = self.model.related.through.objects.filter(from_article=OuterRef("pk"))
        page = self.select_related("section", "lead_photo").defer("body").with_corrected()
        return page.annotate(has_related=Exists(related), **found)

    def _rows_of(self, relation: str):
        return self.model._meta.get_field(relation).related_model.objects

    def with_corrected(self):
        """With ``is_corrected``: there are corrections to be read. Few stories have some; the others ask no more."""
        corrections = self.model._meta.get_field("corrections").related_model
        return self.annotate(is_corrected=Exists(corrections.objects.filter(article=OuterRef("pk"))))

    def retracted_since(
        self, since: datetime.datetime, timelines: Timelines | None = None, *, now: datetime.datetime | None = None
    ) -> list[Article]:
        """Cards of the stories on ``timelines`` (see ``stream``) that were retracted after ``since``, newest first.

        At most a page of them, each with the moment as ``retracted_at``.
        """
        corrections = self.model._meta.get_field("corrections").related_model.objects
        newest = corrections.filter(kind="retraction", at__gt=since).order_by("-at", "-pk")
        moments = dict(newest.values_list("article", "at")[:STREAM_SIZE])
        if not moments:
            return []
        wanted = set(moments)
        if timelines is not None:
            wanted -= self.filed_under_none(timelines, list(moments))
        found = self.retracted(now).for_cards().in_bulk(wanted)
        for article_id, article in found.items():
            article.retracted_at = moments[article_id]
        return [found[article_id] for article_id in moments if article_id in found]

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
        if timelines is None and since is None and not self.query.where:  # the page everybody reads
            values = {"now": now, "moment": position.published_at, "article": position.article_id}
            rows = newest_cards(self.model, size + 1)(self.db, **values)
        elif timelines is None:
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
        end; with ``most_rows`` only until they are made of so many rows of timelines, or are ``MOST_WINDOWS``.
        """
        count = max(1, sum(map(len, timelines.values()))) if timelines else 1

        def read(below: Cursor, since: datetime.datetime | None, each: int) -> Window:
            return self.window(timelines, below=below, since=since, now=now, each=each)

        return growing_windows(read, below=below, since=since, wanted=wanted, count=count, most_rows=most_rows)

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
        return Window(rows, filed=len(rows), end=None if len(rows) < each else cursor_of(rows[-1]))

    def cards_at(self, rows: Sequence[Row], *, now: datetime.datetime | None = None) -> Sequence[Article]:
        """The cards of the articles in ``rows`` of a window, in that order, without what readers may not see."""
        return self.cards_of([article_id for _, article_id in rows], now=now) if rows else []

    def cards_of(self, ids: Collection[int], *, now: datetime.datetime | None = None) -> Sequence[Article]:
        """The cards of the articles with these ``ids``, in that order, without what readers may not see."""
        if self.query.where:
            found = self.published(now).for_cards().in_bulk(ids)
            return [found[article_id] for article_id in ids if article_id in found]
        return cards_of(self.model)(self.db, now=now or timezone.now(), ids=ids).with_keys(ids)

    def filed_under(self, timelines: Timelines, article_ids: Collection[int]) -> Iterator[Filing]:
        """Which of the articles stand on which of the timelines: (timeline model, its owner's id, the article's id)."""
        return filed_under(timelines, article_ids, using=self.db)

    def filed_under_none(self, timelines: Timelines, article_ids: Collection[int]) -> set[int]:
        """Which of the articles stand on none of the timelines."""
        return filed_under_none(timelines, article_ids, using=self.db)


@cache
def newest_cards(model: type[Article], number: int) -> Prepared:
    """So many of the newest cards that readers may see ``now``, below the position of ``moment`` and ``article``.

    The position is none in the future (``position_below``).
    """

    def question(now: datetime.datetime, moment: datetime.datetime, article: int) -> models.QuerySet:
        below = model.objects.filter(Below(Cursor(moment, article)), not_ended_at(now), status="published")
        return below.newest_first().for_cards()[:number]

    return Prepared(question, now=datetime.datetime, moment=datetime.datetime, article=int)


@cache
def cards_of(model: type[Article]) -> Prepared:
    """The cards of the articles with these ``ids`` that readers may see ``now``."""

    def question(now: datetime.datetime, ids: Collection[int]) -> models.QuerySet:
        return model.objects.published(now).filter(Among("pk", ids)).for_cards()

    return Prepared(question, now=datetime.datetime, ids=list)


class TimelineQuerySet(models.QuerySet):
    def live(self, now: datetime.datetime | None = None):
        return self.filter(live_at(now or timezone.now()))


class CorrectionQuerySet(models.QuerySet):
    def public(self, now: datetime.datetime | None = None):
        """Those of stories that readers find at their address."""
        articles = self.model._meta.get_field("article").related_model.objects
        readable = articles.published(now) | articles.retracted(now)
        return self.filter(Exists(readable.filter(pk=OuterRef("article"))))

    def newest(self, *, before: Cursor | None = None, size: int = STREAM_SIZE) -> tuple[list, Cursor | None]:
        """A page of corrections, newest first, each with its story; and the position where the next page begins."""
        rows = self.order_by("-at", "-pk").select_related("article")
        if before:
            later = Q(at__lt=before.published_at) | Q(pk__lt=before.article_id)
            rows = rows.filter(later, at__lte=before.published_at)
        story = ("article__headline", "article__slug", "article__language")
        rows = list(rows.only("kind", "text", "at", *story)[: size + 1])
        more = len(rows) > size
        return rows[:size], Cursor(rows[size - 1].at, rows[size - 1].pk) if more else None
