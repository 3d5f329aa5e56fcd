"""Topics that have something to read, in the groups in which readers look for them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import ArticleTopic
from articles.timelines import newest_on
from topics.kept import Kept, Lasting
from topics.lifetimes import announced
from topics.models import Topic
from topics.prepared import Prepared, Rows


@dataclass(frozen=True)
class SectionGroup:
    """A section (``None``: outside all sections) and the story topics below it, by name."""

    section: Topic | None
    topics: list[Topic]


def read_sections() -> Lasting[Topic]:
    return Lasting(Topic.objects.sections())


def _with_stories(now: datetime.datetime) -> QuerySet:
    listed = Topic.objects.alias(newest=newest_on(ArticleTopic, now=now)).filter(newest__isnull=False)
    return listed.by_name()


with_stories = Prepared(_with_stories, now=datetime.datetime)


def read_topics_with_stories() -> Rows:
    """All topics on whose timeline a live article stands, by name; inactive ones among them. One query."""
    return with_stories(now=timezone.now())


sections = Kept(read_sections, of=["topics"])
topics_with_stories = Kept(read_topics_with_stories, of=["topics", "articles"], until=announced)


def topics_at_slugs(slugs: Collection[str]) -> dict[str, Topic]:
    """As ``Topic.objects.at_slugs``; what has stories is remembered, and asks nothing."""
    kept = topics_with_stories().with_keys(slugs, "slug") if slugs else []
    found = {topic.slug: topic for topic in kept}
    return found | Topic.objects.at_slugs([slug for slug in slugs if slug not in found])


def grouped_by_section(topics: Sequence[Topic]) -> list[SectionGroup]:
    """The active topics of ``topics`` under their nearest section, sections in the order of the navigation.

    ``topics`` must hold every topic above its members, as timelines do: an article of a topic stands on all above it.
    """
    by_id = {topic.pk: topic for topic in topics}

    def section_of(topic: Topic) -> Topic | None:
        seen = set()
        while topic and topic.pk not in seen:
            if topic.is_section and topic.is_active:
                return topic
            seen.add(topic.pk)
            topic = by_id.get(topic.parent_id)
        return None

    groups = {topic.pk: SectionGroup(topic, []) for topic in topics if topic.is_section and topic.is_active}
    elsewhere = SectionGroup(None, [])
    for topic in topics:
        if topic.is_active and topic.pk not in groups:
            section = section_of(topic)
            (groups[section.pk] if section else elsewhere).topics.append(topic)
    ordered = sorted(groups.values(), key=lambda group: (group.section.order, group.section.name))
    return ordered + [elsewhere] if elsewhere.topics else ordered
