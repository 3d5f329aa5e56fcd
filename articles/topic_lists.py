"""Topics that have something to read, in the groups in which readers look for them."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import ArticleTopic
from articles.timelines import newest_on
from topics.models import Topic


@dataclass(frozen=True)
class SectionGroup:
    """A section (``None``: outside all sections) and the story topics below it, by name."""

    section: Topic | None
    topics: list[Topic]


def topics_with_stories() -> list[Topic]:
    """All topics on whose timeline a live article stands, by name; inactive ones among them. One query."""
    listed = Topic.objects.annotate(newest=newest_on(ArticleTopic)).filter(newest__isnull=False)
    return list(listed.by_name())


def grouped_by_section(topics: list[Topic]) -> list[SectionGroup]:
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
