"""Pages of a feed, and what a feed would show: the stream, cut by a reader's rules."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from articles.models import Article
from articles.stream import STREAM_SIZE, Cursor, Row, StreamPage, cursor_of, position_below
from articles.windows import Window
from newsportal.feeds.cuts import Cut
from newsportal.feeds.verdicts import Verdict, judge, shown_among
from newsportal.feeds.windows import windows_of

MOST_ROWS = 300  # of timelines, looked through for one page: what is muted altogether must be soon over, too
MOST_COUNTED = 1_000
SURVEY_DAYS = 7
SAMPLES = 5
MOST_LOOKED_THROUGH = 100  # for examples of what is muted


def page_of(
    cut: Cut,
    *,
    before: Cursor | None = None,
    size: int = STREAM_SIZE,
    now: datetime.datetime | None = None,
) -> StreamPage:
    """One page of the feed, newest first, and the position where the next one begins.

    Once it has looked through ``MOST_ROWS`` rows of timelines it looks no further, so the page of a feed that mutes
    nearly everything may be short or even empty, and yet go on: the feed ends where ``next_cursor`` is ``None``.
    """
    now = now or timezone.now()
    if cut.is_empty:
        return StreamPage([], None)
    shown: list[Row] = []
    below, reached = position_below(before, now), None
    wanted = 2 * size + 1 if cut.mute else size + 1  # some of it will be muted, and one window is sooner read than two
    for window in windows_of(cut, below=below, wanted=wanted, now=now, most_rows=MOST_ROWS):
        shown += shown_in(cut, window)
        if len(shown) > size:
            reached = cursor_of(shown[size - 1])
            break
        reached = None if window.is_last else window.end
    return StreamPage(Article.objects.cards_at(shown[:size], now=now), reached)


def shown_between(
    cut: Cut,
    *,
    below: Cursor,
    since: datetime.datetime,
    now: datetime.datetime,
    most: int,
    most_rows: int | None = None,
) -> tuple[list[Row], bool]:
    """The newest ``most`` stories that the feed shows below ``below`` and not before ``since``; whether these are all.

    No further than ``most_rows`` rows of timelines are read (``None``: as many as it takes).
    """
    shown: list[Row] = []
    is_last = True
    if cut.is_empty:
        return shown, is_last
    for window in windows_of(cut, below=below, wanted=most + 1, since=since, now=now, most_rows=most_rows):
        shown += shown_in(cut, window)
        is_last = window.is_last
        if len(shown) > most:
            return shown[:most], False
    return shown, is_last


def retracted_from(cut: Cut, since: datetime.datetime) -> list[Article]:
    """Cards of the stories that the feed showed before they were retracted, after ``since``, each with the moment."""
    retracted = Article.objects.retracted_since(since)
    verdicts = judge(cut, [article.pk for article in retracted])
    return [article for article in retracted if verdicts[article.pk].is_shown]


def shown_in(cut: Cut, window: Window) -> list[Row]:
    """What of a window of all that the feed asks for it shows."""
    shown = shown_among(cut, window.article_ids)
    return [row for row in window.rows if row[1] in shown]


@dataclass(frozen=True)
class Sample:
    article: Article
    verdict: Verdict


@dataclass(frozen=True)
class Survey:
    """What a feed shows of the news of ``days`` days: counts, exact up to ``MOST_COUNTED``, and the newest examples."""

    days: int
    shown: int
    total: int
    shows: list[Sample]
    mutes: list[Sample]


def survey(cut: Cut, *, now: datetime.datetime | None = None) -> Survey:
    """Count what ``page_of`` would list, over all its pages, of the last ``SURVEY_DAYS`` days.

    A count above ``MOST_COUNTED`` is returned as ``MOST_COUNTED + 1`` and means "more than that".
    """
    now = now or timezone.now()
    since = now - datetime.timedelta(days=SURVEY_DAYS)
    articles = Article.objects
    total = articles.published(now).filter(published_at__gte=since)[: MOST_COUNTED + 1].count()
    below, shown, left_out = position_below(None, now), [], []
    windows = windows_of(cut, below=below, wanted=MOST_COUNTED + 1, since=since, now=now)
    for window in () if cut.is_empty else windows:
        kept = shown_in(cut, window)
        shown += kept
        left_out += sorted({*window.rows} - {*kept}, reverse=True)[:MOST_LOOKED_THROUGH]
        if len(shown) > MOST_COUNTED:
            break
    return Survey(
        days=SURVEY_DAYS,
        shown=min(len(shown), MOST_COUNTED + 1),
        total=total,
        shows=samples(cut, shown[:SAMPLES], now=now),
        mutes=[
            sample for sample in samples(cut, left_out[:MOST_LOOKED_THROUGH], now=now) if sample.verdict.is_included
        ][:SAMPLES],
    )


def samples(cut: Cut, rows: Sequence[Row], *, now: datetime.datetime) -> list[Sample]:
    """The stories in ``rows`` with the verdict on each."""
    verdicts = judge(cut, [article_id for _, article_id in rows])
    cards = Article.objects.cards_at(rows, now=now)
    return [Sample(article, verdicts[article.pk]) for article in cards]
