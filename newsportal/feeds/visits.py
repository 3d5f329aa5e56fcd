"""What is new to a reader since the last visit.

A visit goes on as long as its pages are no more than 30 minutes apart. When a later one begins, everything published
after the last page of the one before is new, and stays so for all of it. A reader seen for the first time is told of
nothing: all of it is new.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article
from articles.newer import MOST_NEWER, count_above
from articles.stream import Cursor, StreamPage, position_below
from newsportal.feeds.cuts import Cut
from newsportal.feeds.models import Feed
from newsportal.feeds.reading import MOST_ROWS, shown_between

PAUSE = datetime.timedelta(minutes=30)
SPARED = datetime.timedelta(minutes=1)  # a row is not written for every page
COOKIE = "seen"
PATH = "/my/"  # the cookie goes to no page that readers share
QUARTER = 90 * 24 * 60 * 60
FORMAT = re.compile(r"([0-9]{0,10})\.([0-9]{1,10})", re.ASCII)


@dataclass(frozen=True)
class Visit:
    """``seen_until``: what was published after it is new; ``None`` on the first visit. ``seen_at``: the last page."""

    seen_until: datetime.datetime | None
    seen_at: datetime.datetime

    @classmethod
    def at(cls, now: datetime.datetime, last: Visit | None) -> Visit:
        """The visit to which a page at ``now`` belongs, after the ``last`` one known."""
        if last is None or last.seen_at > now:
            return cls(None, now)
        return cls(last.seen_until if now - last.seen_at <= PAUSE else last.seen_at, now)


@dataclass(frozen=True)
class News:
    """What of the first page of a feed is new: ``count`` stories, ``more`` when there may be further ones below.

    ``read_from`` is the id of the first story that is not new; ``None`` when there is nothing to tell apart.
    """

    count: int
    more: bool
    read_from: int | None

    @classmethod
    def on(cls, page: StreamPage, visit: Visit) -> News:
        if visit.seen_until is None:
            return cls(0, False, None)
        count = count_new(page.articles, visit.seen_until)
        is_all = count == len(page.articles)
        return cls(
            count,
            more=is_all and page.next_cursor is not None and count > 0,
            read_from=None if is_all or not count else page.articles[count].pk,
        )


def count_new(articles: Sequence[Article], since: datetime.datetime) -> int:
    """How many of ``articles``, newest first, were published after ``since``."""
    return sum(article.published_at > since for article in articles)


def count_newer(cut: Cut, after: Cursor, *, now: datetime.datetime | None = None) -> int:
    """How many stories the feed shows above ``after``, up to one more than ``MOST_NEWER``.

    Looks no further than a page of the feed does; of what mutes hide, more than that would have to be new.
    """
    now = now or timezone.now()
    newer, _is_all = shown_between(
        cut,
        below=position_below(None, now),
        since=after.published_at,
        now=now,
        most=MOST_NEWER + 2,  # the story at ``after`` is found as well
        most_rows=MOST_ROWS,
    )
    return min(count_above(after, newer), MOST_NEWER + 1)


def visit_of(request: HttpRequest, feed: Feed, *, now: datetime.datetime | None = None) -> Visit:
    """The visit that the request for ``feed`` belongs to; nothing is written down yet."""
    if feed.owner_id is None:
        last = _in_cookie(request)
    else:
        last = Visit(feed.seen_until, feed.seen_at) if feed.seen_at else None
    return Visit.at(now or timezone.now(), last)


def keep_visit(request: HttpRequest, response: HttpResponse, feed: Feed, visit: Visit) -> None:
    """Write the visit down, in the row of ``feed`` or in a cookie; what nobody has looked at yet does not count."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    if feed.owner_id is None:
        _keep_in_cookie(response, visit)
        return
    goes_on = feed.seen_at is not None and feed.seen_until == visit.seen_until
    if feed.pk and not (goes_on and visit.seen_at - feed.seen_at < SPARED):
        Feed.objects.filter(pk=feed.pk).update(seen_until=visit.seen_until, seen_at=visit.seen_at)


def _in_cookie(request: HttpRequest) -> Visit | None:
    match = FORMAT.fullmatch(request.COOKIES.get(COOKIE, ""))
    if not match:
        return None
    until, at = (part and datetime.datetime.fromtimestamp(int(part), datetime.UTC) for part in match.groups())
    return Visit(until or None, at)


def _keep_in_cookie(response: HttpResponse, visit: Visit) -> None:
    # Unsigned: whoever changes it changes only which stories are called new to them.
    until = int(visit.seen_until.timestamp()) if visit.seen_until else ""
    response.set_cookie(
        COOKIE,
        f"{until}.{int(visit.seen_at.timestamp())}",
        max_age=QUARTER,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
