"""Windows: stretches of the merged timelines for whoever needs more of the stream than a page, or not all of it.

Each begins where the one before ended, so that together they are the stream, without a gap (``docs/stream.md``).
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from articles.stream import Cursor, Row, Timelines, cursor_of, newest_rows

# How many rows of each timeline a window begins with: many timelines fill a page with few rows of each.
FEWEST_OF_EACH, MOST_AT_FIRST = 8, 1_000
GROWTH = 24  # of a window, where the one before was too short
# Where rows are counted, a later window aims at twice what is left: one that holds too few is followed by another. Of
# its rows one timeline may have ten times its share; and there are no more than twelve windows, were they empty.
TO_BE_SURE, MOST_OF_ONE, MOST_WINDOWS = 2, 10, 12


@dataclass(frozen=True)
class Window:
    """A stretch of the stream without a gap, newest first.

    ``filed`` says how many rows of timelines it is made of, ``end`` where the next one begins: ``None`` when nothing
    lies below it.
    """

    rows: list[Row]
    filed: int
    end: Cursor | None

    @property
    def is_last(self) -> bool:
        return self.end is None

    @property
    def article_ids(self) -> list[int]:
        return [article_id for _, article_id in self.rows]

    def reach_of(self, filed: int) -> datetime.datetime | None:
        """Down to which moment so many rows of timelines reach below its end, if they are as dense there as in it.

        ``None`` when it does not tell.
        """
        if self.end is None or not self.rows:
            return None
        span = cursor_of(self.rows[0]).published_at - self.end.published_at
        try:
            return self.end.published_at - span * (filed / self.filed) if span else None
        except OverflowError:
            return None


def merged_window(
    timelines: Timelines,
    *,
    using: str,
    position: Cursor,
    since: datetime.datetime | None,
    now: datetime.datetime,
    each: int,
) -> Window:
    """What the newest ``each`` rows of every timeline below ``position`` tell of the stream: at least ``each`` stories.

    The window ends where the first timeline might have more to tell. So a few rows of each are enough for a page of
    many timelines, and no story below the window is taken for the next one. Each story stands in it once.
    """
    newest = newest_rows(timelines, using=using, position=position, since=since, now=now, each=each)
    end = max((rows[-1] for rows in newest.values() if len(rows) == each), default=None)
    filed = [row for rows in newest.values() for row in rows if end is None or row >= end]
    return Window(sorted(set(filed), reverse=True), filed=len(filed), end=end and cursor_of(end))


def growing_windows(
    read: Callable[[Cursor, datetime.datetime | None, int], Window],
    *,
    below: Cursor,
    since: datetime.datetime | None,
    wanted: int,
    count: int,
    most_rows: int | None = None,
) -> Iterator[Window]:
    """Windows of ``count`` timelines one below the other, each longer than the one before.

    ``read`` is called with the position to read from, the moment to read down to, and the number of rows of each
    timeline. See ``ArticleQuerySet.windows``.
    """
    each, floor, filed = max(FEWEST_OF_EACH, min(wanted, MOST_AT_FIRST // count)), since, 0
    for number in itertools.count(1):
        window = read(below, floor, each)
        if window.is_last and floor != since:
            window = replace(window, end=Cursor(floor, 0))
        yield window
        filed += window.filed
        if window.is_last or (most_rows is not None and (filed >= most_rows or number == MOST_WINDOWS)):
            return
        below, each, floor = window.end, GROWTH * each, since
        if most_rows is None:
            continue
        left = most_rows - filed
        # Of many timelines a few have most of the stories. Where all are read down to one moment, no row of the others
        # is read in vain.
        aim = TO_BE_SURE * left
        if count > 1 and (reach := window.reach_of(aim)):
            floor = max(reach, since) if since else reach
            each = min(each, aim, max(FEWEST_OF_EACH, MOST_OF_ONE * aim // count))
        else:
            each = min(each, max(FEWEST_OF_EACH, left // count))
