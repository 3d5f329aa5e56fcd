"""What an open page asks now and then: how many stories came since it was made."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.stream import Cursor, Row, Timelines, cursor_of, position_below

MOST_NEWER = 20  # what a page holds; beyond that nobody is told how many


def after_cursor(request: HttpRequest) -> Cursor | None:
    """``?after=CURSOR``: the position of the newest story of the page; ``None`` when no page asked so."""
    try:
        return Cursor.parse(request.GET.get("after", ""))
    except ValueError:
        return None


def count_newer(timelines: Timelines | None, after: Cursor, *, now: datetime.datetime | None = None) -> int:
    """How many stories stand above ``after`` (see ``ArticleQuerySet.stream``), up to one more than ``MOST_NEWER``."""
    now = now or timezone.now()
    window = Article.objects.window(
        timelines, below=position_below(None, now), since=after.published_at, now=now, each=MOST_NEWER + 1
    )
    return min(count_above(after, window.rows), MOST_NEWER + 1)


def count_above(after: Cursor, rows: Iterable[Row]) -> int:
    return sum(cursor_of(row) > after for row in rows)


def newer_answer(count: int | None) -> JsonResponse:
    """``{"count": 3, "text": "Show 3 new stories"}``; ``None`` for a question that no page of the site asks."""
    if count is None:
        return JsonResponse({"error": _("This address is damaged.")}, status=400)
    shown = min(count, MOST_NEWER)
    if count > MOST_NEWER:
        text = _("Show %d+ new stories") % shown
    else:
        text = ngettext("Show %d new story", "Show %d new stories", count) % count if count else ""
    return JsonResponse({"count": shown, "text": text})
