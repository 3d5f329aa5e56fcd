"""Rules as the database knows them: which topics, tags and authors there are behind their slugs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Model, OuterRef, QuerySet
from taggit.models import Tag

from articles.models import ArticleTag, ArticleTopic, Author, Authorship
from articles.search import engines
from articles.search.expressions import Expression, any_of
from articles.search.fields import Fields
from articles.search.query import Query
from articles.stream import Timelines
from newsportal.feeds.rules import Choice, Rules, quoted
from topics.models import Topic

TIMELINE_OF = {"topics": ArticleTopic, "tags": ArticleTag, "authors": Authorship}
TIMELINE_OF_ROW = {Tag: ArticleTag, Author: Authorship}


@dataclass(frozen=True)
class Side:
    """One side of a cut: what a ``Choice`` stands for. ``missing`` are slugs that mean nothing to readers.

    ``words`` are searches, each with what to look for in the index.
    """

    topics: tuple[Topic, ...] = ()
    tags: tuple[Tag, ...] = ()
    authors: tuple[Author, ...] = ()
    words: tuple[tuple[Query, Expression], ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.topics or self.tags or self.authors or self.words or self.missing)

    @cached_property
    def timelines(self) -> Timelines:
        return {model: [owner.pk for owner in getattr(self, kind)] for kind, model in TIMELINE_OF.items()}

    @cached_property
    def search(self) -> Expression | None:
        """What finds all that any of the words ask for; ``None`` without words."""
        return any_of(expression for _query, expression in self.words) if self.words else None

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The words as people are told of them."""
        return tuple(quoted(query.written) for query, _expression in self.words)

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
        """The index must be asked to tell what the feed shows."""
        return bool(self.include.words or self.mute.words)

    @property
    def candidates(self) -> Timelines | None:
        """The timelines that hold what a feed may show, but for what its words find; ``None``: the whole stream."""
        return self.include.timelines if self.include else None


def cut_of(rules: Rules) -> Cut:
    """Look up what ``rules`` name, as readers know it: see ``with_stories``. Former slugs of topics count.

    At most four queries, and for words one more; up to six when these name topics, authors or tags.
    """
    found = _found(rules)
    queries = {written: Query.parse(written) for written in (*rules.include.words, *rules.mute.words)}
    fields = Fields(field for query in queries.values() for field in query.fields)
    algorithms = engines.algorithms_in_use() if queries else []
    words = {written: (query, query.expression(algorithms, fields)) for written, query in queries.items() if query}
    return Cut(_side(rules.include, found, words), _side(rules.mute, found, words))


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


def _side(choice: Choice, found: Mapping[str, Mapping], words: Mapping[str, tuple[Query, Expression]]) -> Side:
    owners, missing = {}, []
    for kind in TIMELINE_OF:
        slugs = getattr(choice, kind)
        owners[kind] = tuple(dict.fromkeys(found[kind][slug] for slug in slugs if slug in found[kind]))
        missing += [slug for slug in slugs if slug not in found[kind]]
    asked = tuple(words[written] for written in choice.words if written in words)
    return Side(**owners, words=asked, missing=tuple(missing))
