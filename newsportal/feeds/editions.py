"""One edition of a digest: the stories of its feed from where the last one ended."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass

from articles.models import Article
from articles.stream import MICROSECOND, Cursor, position_below
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.models import Digest
from newsportal.feeds.reading import shown_between
from newsportal.feeds.summary import in_words

MOST_NAMED = 20
MOST_COUNTED = 200
MOST_ROWS = 20_000  # of timelines, read for it


@dataclass(frozen=True)
class Edition:
    """``stories`` are the newest cards, ``further`` how many there are besides; ``is_counted``: not more than that."""

    digest: Digest
    due_at: datetime.datetime
    zone: zoneinfo.ZoneInfo
    about: str
    stories: list[Article]
    further: int
    is_counted: bool

    @property
    def count(self) -> int:
        return len(self.stories) + self.further


def edition_of(
    digest: Digest, zone: zoneinfo.ZoneInfo, *, due_at: datetime.datetime, now: datetime.datetime
) -> Edition:
    """What ``digest`` brings at ``due_at``: the stories since ``covered_until`` and up to that moment.

    Made again for the same moment, it is the same edition, but for stories that readers may no longer see ``now``.
    """
    cut = cut_of(digest.feed.rules)
    shown, is_counted = shown_between(
        cut,
        below=position_below(Cursor(due_at + MICROSECOND, 0), now),
        since=digest.covered_until + MICROSECOND,
        now=now,
        most=MOST_COUNTED,
        most_rows=MOST_ROWS,
    )
    stories = Article.objects.cards_at(shown[:MOST_NAMED], now=now)
    return Edition(digest, due_at, zone, in_words(cut), stories, max(0, len(shown) - MOST_NAMED), is_counted)
