"""What stands behind names in a query or a filter: topics, authors and tags, as tokens of the index."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Model, Q
from django.utils.text import slugify
from taggit.models import Tag

from articles.models import Author
from articles.search.expressions import Expression, any_token
from articles.search.query import Field
from articles.search.tokens import author_token, tag_token, topic_token
from topics.models import Topic

OWNERS = {"author": (Author, author_token), "tag": (Tag, tag_token)}


class Fields:
    """The expressions of some fields, looked up together; to be called with one of them. At most six queries.

    A topic includes all topics below it, and former slugs count. ``owners`` has what each field names; ``trees`` the
    ids of the topics below each topic among them, its own with them.
    """

    def __init__(self, fields: Iterable[Field]):
        fields = list(dict.fromkeys(fields))
        self.owners: dict[Field, Topic | Author | Tag] = _topics([field for field in fields if field.kind == "topic"])
        self.trees = Topic.objects.with_descendants({topic.pk for topic in self.owners.values()})
        for kind, (model, _token_of) in OWNERS.items():
            self.owners |= _owners(model, [field for field in fields if field.kind == kind])

    def __call__(self, field: Field) -> Expression | None:
        owner = self.owners.get(field)
        if owner is None:
            return None
        if field.kind == "topic":
            return any_token(topic_token(pk) for pk in sorted(self.trees[owner.pk]))
        return any_token([OWNERS[field.kind][1](owner.pk)])

    def unknown(self, fields: Iterable[Field]) -> list[Field]:
        """Those of ``fields`` that nothing is called by."""
        return [field for field in fields if field not in self.owners]


def filed_under_any_topic(topic_ids: Collection[int]) -> Expression:
    """Stories of any of the topics or of one below them."""
    trees = Topic.objects.with_descendants(topic_ids)
    return any_token(topic_token(pk) for pk in sorted(set().union(*trees.values())))


def _topics(fields: list[Field]) -> dict[Field, Topic]:
    if not fields:
        return {}
    found = Topic.objects.at_slugs(list(dict.fromkeys(slug for field in fields for slug in _slugs(field))))
    named = {topic.name: topic for topic in Topic.objects.filter(name__in=[field.value for field in fields])}
    return {field: topic for field in fields if (topic := _first(field, found, named))}


def _owners(model: type[Model], fields: list[Field]) -> dict[Field, Model]:
    if not fields:
        return {}
    slugs, names = {slug for field in fields for slug in _slugs(field)}, {field.value for field in fields}
    rows = list(model.objects.filter(Q(slug__in=slugs) | Q(name__in=names)))
    by_slug, by_name = {row.slug: row for row in rows}, {row.name: row for row in rows}
    return {field: row for field in fields if (row := _first(field, by_slug, by_name))}


def _first(field: Field, by_slug: dict[str, Model], by_name: dict[str, Model]) -> Model | None:
    found = [by_slug[slug] for slug in _slugs(field) if slug in by_slug]
    return (*found, by_name.get(field.value))[0]


def _slugs(field: Field) -> list[str]:
    # As it was typed, or as the name would be written in an address.
    return [field.value, slugify(field.value, allow_unicode=True)]
