"""Rules as the database knows them: which topics, tags and authors there are behind their slugs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Model, OuterRef, QuerySet
from taggit.models import Tag

from articles.models import ArticleTag, ArticleTopic, Author, Authorship
from articles.stream import Timelines
from articles.words import Phrase, phrases
from newsportal.feeds.rules import Choice, Rules
from topics.models import Topic

TIMELINE_OF = {"topics": ArticleTopic, "tags": ArticleTag, "authors": Authorship}
TIMELINE_OF_ROW = {Tag: ArticleTag, Author: Authorship}


@dataclass(frozen=True)
class Side:
    """One side of a cut: what a ``Choice`` stands for. ``missing`` are slugs that mean nothing to readers."""

    topics: tuple[Topic, ...] = ()
    tags: tuple[Tag, ...] = ()
    authors: tuple[Author, ...] = ()
    words: tuple[Phrase, ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.topics or self.tags or self.authors or self.words or self.missing)

    @cached_property
    def timelines(self) -> Timelines:
        return {model: [owner.pk for owner in getattr(self, kind)] for kind, model in TIMELINE_OF.items()}

    @cached_property
    def names(self) -> dict[tuple[type, int], str]:
        """The name of each owner of a timeline, by timeline model and id."""
        return {(model, owner.pk): owner.name for kind, model in TIMELINE_OF.items() for owner in getattr(self, kind)}


@dataclass(frozen=True)
class Cut:
    """The cut of the stream that rules ask for. See ``newsportal.feeds.reading`` for its pages."""

    include: Side
    mute: Side

    @property
    def is_empty(self) -> bool:
        """No rule at all: there is nothing to show yet."""
        return not (self.include or self.mute)

    @property
    def has_words(self) -> bool:
        """Texts must be read to tell what the feed shows."""
        return bool(self.include.words or self.mute.words)

    @property
    def candidates(self) -> Timelines | None:
        """The timelines that hold all a feed may show; ``None`` when only the whole stream does."""
        return None if self.include.words or not self.include else self.include.timelines


def cut_of(rules: Rules) -> Cut:
    """Look up what ``rules`` name, as readers know it: see ``with_stories``. Former slugs of topics count.

    At most four queries.
    """
    found = _found(rules)
    return Cut(_side(rules.include, found), _side(rules.mute, found))


def missing_of(rules: Rules) -> Choice:
    """What ``rules`` name on either side and means nothing to readers. At most four queries."""
    found, named = _found(rules), rules.include | rules.mute
    return Choice(**{kind: tuple(s for s in getattr(named, kind) if s not in found[kind]) for kind in TIMELINE_OF})


def with_stories(model: type[Model]) -> QuerySet:
    """The tags or authors readers can find stories of; others tell nobody what is being written."""
    timeline = TIMELINE_OF_ROW[model]
    return model.objects.filter(Exists(timeline.objects.live().filter(**{timeline.timeline_of: OuterRef("pk")})))


def _found(rules: Rules) -> dict[str, Mapping]:
    return {
        "topics": Topic.objects.at_slugs(list(dict.fromkeys((*rules.include.topics, *rules.mute.topics)))),
        "tags": _at_slugs(Tag, (*rules.include.tags, *rules.mute.tags)),
        "authors": _at_slugs(Author, (*rules.include.authors, *rules.mute.authors)),
    }


def _at_slugs(model, slugs) -> dict:
    return {row.slug: row for row in with_stories(model).filter(slug__in=set(slugs))} if slugs else {}


def _side(choice: Choice, found: Mapping[str, Mapping]) -> Side:
    owners, missing = {}, []
    for kind in TIMELINE_OF:
        slugs = getattr(choice, kind)
        owners[kind] = tuple(dict.fromkeys(found[kind][slug] for slug in slugs if slug in found[kind]))
        missing += [slug for slug in slugs if slug not in found[kind]]
    return Side(**owners, words=phrases(choice.words), missing=tuple(missing))
