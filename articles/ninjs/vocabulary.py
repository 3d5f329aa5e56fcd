"""The topics, authors and tags an import names, each read or made once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify
from taggit.models import Tag

from articles.models import Author
from articles.ninjs.parsing import Subject
from topics.models import FormerSlug, Topic
from topics.tree import Tree, free_slug


class Vocabulary:
    """Finds what names mean on this site, and makes what is missing unless it may not.

    A dry run gets rows that were never saved, with negative ids.
    """

    def __init__(self, *, new_topics: bool = True, dry_run: bool = False):
        self.new_topics = new_topics
        self.dry_run = dry_run
        self.made = 0  # topics
        self.tree = Tree.load()
        self._topics = {topic.pk: topic for topic in Topic.objects.order_by("pk").defer("description")}
        self._by_code: dict[str, Topic] = {}
        self._by_name: dict[str, Topic] = {}
        self._by_slug: dict[str, Topic] = {}
        for slug, pk in FormerSlug.objects.values_list("slug", "topic_id"):
            self._by_slug[slug] = self._topics[pk]
        for topic in self._topics.values():
            self._remember(topic)
        # Whole tables, because an import names most of them sooner or later, and because only Python
        # knows on both databases that "Élodie" and "élodie" are one.
        self._authors = {author.name.casefold(): author for author in Author.objects.order_by("-pk").only("name")}
        self._author_slugs = set(Author.objects.values_list("slug", flat=True))
        self._tags = {tag.name.casefold(): tag for tag in Tag.objects.order_by("-pk")}

    def topics(self, subjects: Iterable[Subject]) -> list[Topic]:
        """The topics of ``subjects``, each once: by Media Topic, else by slug or name, else new ones."""
        found = (self._topic(subject) for subject in subjects)
        return list(dict.fromkeys(topic for topic in found if topic))

    def section_above(self, topics: Iterable[Topic]) -> Topic | None:
        """The first of ``topics`` that is, or stands under, an active section gives the section."""
        for topic in topics:
            for pk in self.tree.lineage(topic.pk):
                above = self._topics.get(pk)
                if above and above.is_section and above.is_active:
                    return above
        return None

    def authors(self, names: Iterable[str]) -> list[Author]:
        return list(dict.fromkeys(self._author(name) for name in names))

    def tags(self, names: Iterable[str]) -> list[Tag]:
        # A name without any letter or digit has no slug, and so could have no address.
        return list(dict.fromkeys(self._tag(name) for name in names if slugify(name, allow_unicode=True)))

    def _topic(self, subject: Subject) -> Topic | None:
        slug = slugify(subject.name, allow_unicode=True)
        found = self._by_code.get(subject.code) or self._by_slug.get(slug) or self._by_name.get(subject.name.casefold())
        if found or not slug or not self.new_topics:
            return found
        topic = Topic(name=subject.name, slug=slug, media_topic=subject.code or None)
        if self.dry_run:
            topic.pk = -1 - self.made
        else:
            topic.slug = free_slug(subject.name)
            topic.save()
        self.made += 1
        self._topics[topic.pk] = topic
        self.tree = Tree({**self.tree.parents, topic.pk: None})
        self._remember(topic)
        return topic

    def _remember(self, topic: Topic) -> None:
        self._by_slug[topic.slug] = topic
        self._by_name.setdefault(topic.name.casefold(), topic)
        if topic.media_topic:
            self._by_code[topic.media_topic] = topic

    def _author(self, name: str) -> Author:
        key = name.casefold()
        if key not in self._authors:
            slug = self._author_slug(name)
            author = Author(pk=-1 - len(self._authors), name=name, slug=slug)
            self._authors[key] = author if self.dry_run else Author.objects.create(name=name, slug=slug)
        return self._authors[key]

    def _author_slug(self, name: str) -> str:
        base = slugify(name, allow_unicode=True)[:150].strip("-") or "author"
        slug, number = base, 2
        while slug in self._author_slugs:
            slug, number = f"{base}-{number}", number + 1
        self._author_slugs.add(slug)
        return slug

    def _tag(self, name: str) -> Tag:
        key = name.casefold()
        if key not in self._tags:
            tag = Tag(pk=-1 - len(self._tags), name=name)
            self._tags[key] = tag if self.dry_run else Tag.objects.create(name=name)
        return self._tags[key]
