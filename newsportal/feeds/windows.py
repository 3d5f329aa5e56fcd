"""What a feed asks for, newest first: stories on its timelines and stories that its words find."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from articles.models import Article
from articles.search.candidates import newest_matches
from articles.stream import Cursor, Window, growing_windows
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

    def read(below: Cursor, each: int) -> Window:
        filed = articles.window(cut.candidates, below=below, since=since, now=now, each=each)
        found = newest_matches(search, below=below, since=since, now=now, most=each, using=articles.db)
        return joined(filed, Window(found, rows_read=len(found), is_last=len(found) < each))

    count = 1 + sum(map(len, cut.candidates.values()))
    return growing_windows(read, below=below, wanted=wanted, count=count, most_rows=most_rows)


def joined(one: Window, other: Window) -> Window:
    """The stories of both windows, down to where the first of them might have more to tell."""
    ends = [window.rows[-1] for window in (one, other) if not window.is_last]
    rows = {row for row in (*one.rows, *other.rows) if not ends or row >= max(ends)}
    return Window(sorted(rows, reverse=True), rows_read=one.rows_read + other.rows_read, is_last=not ends)
