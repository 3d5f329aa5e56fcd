"""The headlines beside stories."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from newsportal.partners.models import PartnerItem
from topics.kept import Kept

SHOWN = 6
MOST_OF_EACH = 3  # who publishes most does not fill the strip alone


@dataclass(frozen=True)
class StripItem:
    """``topics`` are the slugs of those its source is for; none: any."""

    title: str
    url: str
    published_at: datetime.datetime
    source: str
    language: str
    topics: frozenset[str]


def read_strip() -> tuple[StripItem, ...]:
    """The newest items of every source, newest first, in one query."""
    rows = (
        PartnerItem.objects.newest_of_each_source(MOST_OF_EACH)
        .newest_first()
        .values_list("pk", "title", "url", "published_at", "source__name", "source__language", "source__topics__slug")
    )
    found: dict[int, tuple[list, set[str]]] = {}
    for pk, *fields, topic in rows:
        _fields, topics = found.setdefault(pk, (fields, set()))
        if topic:
            topics.add(topic)
    return tuple(StripItem(*fields, frozenset(topics)) for fields, topics in found.values())


strip = Kept(read_strip, of=["partners", "topics"])


def newest_items() -> list[StripItem]:
    """What stands on pages that are about no topic."""
    return list(strip()[:SHOWN])


def items_for(topics: Collection[str]) -> list[StripItem]:
    """What stands beside a story of ``topics`` (slugs, with those above): of the sources for one of them, or else of
    those that are for any story."""
    of_topics = [item for item in strip() if not item.topics.isdisjoint(topics)]
    return (of_topics or [item for item in strip() if not item.topics])[:SHOWN]
