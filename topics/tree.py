"""The tree of topics as a whole, and the acts that change its shape.

Whoever moves or merges topics must bring the articles' timelines along: ``articles.topic_moves`` does both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from topics.models import FormerSlug, Topic
from topics.versions import touch


@dataclass(frozen=True)
class Tree:
    """Who stands under whom: topic id → parent id (``None`` at the top). Read once, asked often."""

    parents: Mapping[int, int | None]

    @classmethod
    def load(cls) -> Tree:
        return cls(dict(Topic.objects.order_by().values_list("pk", "parent_id")))

    def lineage(self, topic_id: int) -> list[int]:
        """The topic's own id, then its parent's, up to the top; a circle ends where it closes."""
        line: list[int] = []
        current: int | None = topic_id
        while current is not None and current not in line:
            line.append(current)
            current = self.parents.get(current)
        return line

    def closure(self, topic_ids: Iterable[int]) -> set[int]:
        """The given topics and all their ancestors."""
        return {above for topic_id in topic_ids for above in self.lineage(topic_id)}

    def subtree(self, topic_id: int) -> set[int]:
        """The topic and everything below it."""
        children = defaultdict(list)
        for child, parent in self.parents.items():
            children[parent].append(child)
        found, waiting = set(), [topic_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting += children[current]
        return found


@transaction.atomic
def number_tree() -> int:
    """Write every topic's place and depth in the tree; returns how many rows changed."""
    rows = list(Topic.objects.order_by("order", "name", "pk").only("pk", "parent_id", "tree_position", "depth"))
    children = defaultdict(list)
    for topic in rows:
        children[topic.parent_id].append(topic)
    changed, position = [], 0
    waiting = [(topic, 0) for topic in reversed(children[None])]
    while waiting:
        topic, depth = waiting.pop()
        position += 1
        if (topic.tree_position, topic.depth) != (position, depth):
            topic.tree_position, topic.depth = position, depth
            changed.append(topic)
        waiting += [(child, depth + 1) for child in reversed(children[topic.pk])]
    if changed:
        Topic.objects.bulk_update(changed, ["tree_position", "depth"], batch_size=500)
        touch("topics")
    return len(changed)


def free_slug(name: str, *, fallback: str = "topic", taken: Collection[str] | None = None) -> str:
    """A slug for ``name`` that no topic has or once had; letters of every script are kept.

    Whoever needs many reads ``taken_slugs()`` once and hands them in as ``taken``.
    """
    base = slugify(name, allow_unicode=True)[:110].strip("-") or fallback
    taken = taken_slugs(base) if taken is None else taken
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def taken_slugs(beginning: str = "") -> set[str]:
    """The slugs with this beginning that topics have or once had."""
    like_base = {"slug__startswith": beginning}
    return {
        *Topic.objects.filter(**like_base).values_list("slug", flat=True),
        *FormerSlug.objects.filter(**like_base).values_list("slug", flat=True),
    }


@transaction.atomic
def rename_slug(topic: Topic, slug: str) -> None:
    """Give ``topic`` a new slug; the old one redirects from now on.

    Raises ``ValidationError`` when another topic has or once had the new slug.
    """
    if slug == topic.slug:
        return
    if (holder := Topic.objects.at_slug(slug)) and holder != topic:
        raise ValidationError(_("The address “%(slug)s” belongs to “%(topic)s”.") % {"slug": slug, "topic": holder})
    FormerSlug.objects.filter(slug=slug).delete()
    FormerSlug.objects.create(slug=topic.slug, topic=topic)
    topic.slug = slug
    topic.save(update_fields=["slug"])
    touch("topics")


def refuse_circle(topic: Topic, parent: Topic | None) -> None:
    """Raise ``ValidationError`` when ``parent`` is ``topic`` itself or stands below it."""
    if parent and topic.pk in Tree.load().lineage(parent.pk):
        raise ValidationError(_("“%(parent)s” stands under “%(topic)s”.") % {"parent": parent, "topic": topic})


@transaction.atomic
def hang_under(topic: Topic, parent: Topic | None) -> None:
    """Move ``topic`` with all below it under ``parent`` (``None``: to the top). Raises ``ValidationError``."""
    refuse_circle(topic, parent)
    topic.parent = parent
    topic.save(update_fields=["parent"])
    number_tree()
    touch("topics")


@transaction.atomic
def dissolve(topic: Topic, *, into: Topic) -> None:
    """Delete ``topic`` once nothing is filed under it: its children, slug and code pass to ``into``.

    So does every place among the topics that rows of other apps choose (their plain many-to-many fields).
    Raises ``ValidationError`` when ``into`` is ``topic`` or stands below it.
    """
    refuse_circle(topic, into)
    topic.children.update(parent=into)
    topic.former_slugs.update(topic=into)
    _hand_on_choices(topic, into)
    slug, code = topic.slug, topic.media_topic
    topic.delete()
    FormerSlug.objects.create(slug=slug, topic=into)
    if code and not into.media_topic:
        into.media_topic = code
        into.save(update_fields=["media_topic"])
    number_tree()
    touch("topics")


def _hand_on_choices(topic: Topic, into: Topic) -> None:
    """Whoever chose ``topic`` has chosen ``into``; who chose both keeps one row, and the other goes with the topic.

    Apps above this one need not be known for it. Tables with a model of their own are left to whoever wrote that.
    """
    for relation in Topic._meta.get_fields(include_hidden=True):
        if not (relation.many_to_many and relation.auto_created and relation.through._meta.auto_created):
            continue
        chosen, chooser = relation.field.m2m_reverse_field_name(), relation.field.m2m_field_name()
        rows = relation.through._default_manager
        settled = rows.filter(**{chosen: into}).values(chooser)
        rows.filter(**{chosen: topic}).exclude(**{f"{chooser}__in": settled}).update(**{chosen: into})
