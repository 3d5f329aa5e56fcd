"""The home page: what stands where.

No story stands twice on the page. What an editor placed keeps its slot. Of the newest other stories the best fill the
slots that are left, and the rest are the list of the latest. Sections show what stands nowhere above. What *Show more*
adds is the stream from the end of that list on, whatever stands on the page already.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Article, ArticleTopic
from articles.stream import Cursor, StreamPage, newest_of_each
from articles.topic_lists import sections as kept_sections
from newsportal.home.models import Placement
from newsportal.home.slots import SLOTS
from topics.models import Topic
from topics.prepared import Prepared, Rows

BLOCK_STORIES = 4
RAIL_STORIES = 14
BREAKING_FOR = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class SectionBlock:
    section: Topic
    articles: Sequence[Article]


@dataclass(frozen=True)
class FrontPage:
    """``slots`` are the lead and the top stories as readers see them; ``None`` where there are not enough."""

    slots: list[Article | None]
    latest: StreamPage
    blocks: list[SectionBlock]

    @property
    def lead(self) -> Article | None:
        return next((article for article in self.slots if article), None)

    @property
    def top(self) -> list[Article]:
        return [article for article in self.slots if article and article != self.lead]


def compose_front(now: datetime.datetime | None = None) -> FrontPage:
    """The home page at ``now``. A fresh breaking story goes before others, then those with a photograph."""
    now = now or timezone.now()
    placed = placed_stories(now)
    free = SLOTS - len(placed)
    taken = {article.pk for article in placed.values()}
    stream = Article.objects.stream(size=RAIL_STORIES + SLOTS, now=now)
    others = [pk for pk in stream.articles.keys if pk not in taken]
    newest = stream.articles.with_keys(others[: RAIL_STORIES + free])

    best = best_of(newest, free, now=now)
    filling = iter(newest.with_keys(best))
    slots = [placed.get(slot) or next(filling, None) for slot in range(SLOTS)]

    rail = newest.with_keys(pk for pk in newest.keys if pk not in best)
    is_cut = len(newest) < len(others)
    next_cursor = Cursor.of(newest[-1:][0]) if is_cut else stream.next_cursor
    return FrontPage(slots, StreamPage(rail, next_cursor), section_blocks(taken.union(newest.keys), now=now))


def best_of(cards: Rows, count: int, *, now: datetime.datetime) -> list[int]:
    """The ids of the ``count`` best of ``cards``, which stand newest first, the best one first.

    Instances are made of breaking stories alone: most of the cards are printed as they were the last time.
    """
    breaking = [pk for pk, is_breaking in zip(cards.keys, cards.column("is_breaking"), strict=True) if is_breaking]
    first = next((card.pk for card in cards.with_keys(breaking) if now - card.published_at < BREAKING_FOR), None)
    photos = dict(zip(cards.keys, cards.column("lead_photo"), strict=True))
    return sorted(photos, key=lambda pk: (pk != first, photos[pk] is None))[:count]


def placed_stories(now: datetime.datetime) -> dict[int, Article]:
    """The cards of the stories that editors placed and readers may see, by slot."""
    return {article.slot: article for article in placed_cards(now=now)}


def _placed_cards(now: datetime.datetime) -> QuerySet:
    placed = Placement.objects.not_ended(now).order_by().values("article")
    return Article.objects.published(now).for_cards().filter(pk__in=placed).annotate(slot=F("placement__slot"))


placed_cards = Prepared(_placed_cards, now=datetime.datetime)


def section_blocks(shown: set[int], *, now: datetime.datetime) -> list[SectionBlock]:
    """The newest stories of each section that are not ``shown`` already; a section without any has no block."""
    sections = {topic.pk: topic for topic in kept_sections()}
    newest = newest_of_each(ArticleTopic, list(sections), size=BLOCK_STORIES + len(shown), now=now)
    taken, chosen = set(shown), {}
    for pk in sections:
        chosen[pk] = [article_id for article_id in newest[pk] if article_id not in taken][:BLOCK_STORIES]
        taken.update(chosen[pk])
    cards = Article.objects.cards_of([article_id for ids in chosen.values() for article_id in ids], now=now)
    blocks = [SectionBlock(section, cards.with_keys(chosen[pk])) for pk, section in sections.items()]
    return [block for block in blocks if block.articles]
