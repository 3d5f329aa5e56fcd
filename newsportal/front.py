"""The home page: what stands where."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from articles.models import Article, ArticleTopic
from articles.stream import StreamPage, newest_of_each
from topics.models import Topic

TOP_STORIES = 4
BLOCK_STORIES = 4
RAIL_STORIES = 14
BREAKING_FOR = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class SectionBlock:
    section: Topic
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    """No story stands twice on it."""

    lead: Article | None
    top: list[Article]
    latest: StreamPage
    blocks: list[SectionBlock]


def compose_front(now: datetime.datetime | None = None) -> FrontPage:
    """Fill the home page from the stream: a fresh breaking story leads, else the newest with a photograph."""
    now = now or timezone.now()
    newest = Article.objects.stream(size=RAIL_STORIES + TOP_STORIES + 1, now=now)
    breaking = next((a for a in newest.articles if a.is_breaking and now - a.published_at < BREAKING_FOR), None)
    illustrated = [article for article in newest.articles if article.lead_photo and article != breaking]
    ranked = [a for a in [breaking] if a] + illustrated
    ranked += [article for article in newest.articles if article not in ranked]
    lead, top = (ranked[0] if ranked else None), ranked[1 : TOP_STORIES + 1]
    rail = [article for article in newest.articles if article not in ranked[: TOP_STORIES + 1]]
    return FrontPage(
        lead=lead,
        top=top,
        latest=StreamPage(rail, newest.next_cursor),
        blocks=section_blocks({article.pk for article in newest.articles}, now=now),
    )


def section_blocks(shown: set[int], *, now: datetime.datetime) -> list[SectionBlock]:
    """The newest stories of each section that are not ``shown`` already; a section without any has no block."""
    sections = {topic.pk: topic for topic in Topic.objects.sections()}
    newest = newest_of_each(ArticleTopic, list(sections), size=BLOCK_STORIES + len(shown), now=now)
    taken, chosen = set(shown), {}
    for pk in sections:
        chosen[pk] = [article_id for article_id in newest[pk] if article_id not in taken][:BLOCK_STORIES]
        taken.update(chosen[pk])
    cards = Article.objects.published(now).for_cards().in_bulk({a for ids in chosen.values() for a in ids})
    blocks = [SectionBlock(section, [cards[a] for a in chosen[pk] if a in cards]) for pk, section in sections.items()]
    return [block for block in blocks if block.articles]
