"""What a feed asks for, newest first: stories on its timelines and stories that its words find."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from articles.models import Article
from articles.search.candidates import newest_matches
from articles.stream import Cursor, cursor_of
from articles.windows import Window, growing_windows
from newsportal.feeds.cuts import Cut


def windows_of(
    cut: Cut,
    *,
    below: Cursor,
    wanted: int,
    since: datetime.datetime | None = None,
    now: datetime.datetime,
    most_rows: int | None = None,
) -> Iterator[Window]:
    """All that ``cut`` includes, muted or not, from ``below`` on, in growing windows (``ArticleQuerySet.windows``)."""
    articles, search = Article.objects, cut.include.search
    if search is None:
        return articles.windows(cut.candidates, below=below, wanted=wanted, since=since, now=now, most_rows=most_rows)

    def read(below: Cursor, since: datetime.datetime | None, each: int) -> Window:
        filed = articles.window(cut.candidates, below=below, since=since, now=now, each=each)
        matches = newest_matches(search, below=below, since=since, now=now, most=each, using=articles.db)
        found = [match.row for match in matches]
        end = cursor_of(found[-1]) if len(found) == each else None
        return joined(filed, Window(found, filed=len(found), end=end))

    count = 1 + sum(map(len, cut.candidates.values()))
    return growing_windows(read, below=below, since=since, wanted=wanted, count=count, most_rows=most_rows)


def joined(one: Window, other: Window) -> Window:
    """The stories of both windows, down to where the first of them might have more to tell."""
    end = max((window.end for window in (one, other) if window.end), default=None)
    rows = [row for row in (*one.rows, *other.rows) if end is None or cursor_of(row) >= end]
    return Window(sorted(set(rows), reverse=True), filed=len(rows), end=end)
