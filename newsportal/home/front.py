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
from topics.prepared import Prepared

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
    stream = Article.objects.stream(size=RAIL_STORIES + SLOTS, now=now)
    others = [article for article in stream.articles if article not in placed.values()]
    newest = others[: RAIL_STORIES + free]

    breaking = next((a for a in newest if a.is_breaking and now - a.published_at < BREAKING_FOR), None)
    ranked = sorted(newest, key=lambda article: (article != breaking, not article.lead_photo))
    filling = iter(ranked)
    slots = [placed.get(slot) or next(filling, None) for slot in range(SLOTS)]

    rail = stream.articles.with_keys(article.pk for article in newest if article not in slots)
    next_cursor = Cursor.of(newest[-1]) if len(newest) < len(others) else stream.next_cursor
    shown = {article.pk for article in [*newest, *placed.values()]}
    return FrontPage(slots, StreamPage(rail, next_cursor), section_blocks(shown, now=now))


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
