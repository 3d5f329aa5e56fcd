"""What an article is filed under, as its page prints it: byline, topics, tags and breadcrumb from one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import BooleanField, CharField, F, IntegerField, JSONField, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from articles.models import Article, ArticleTag, ArticleTopic, Authorship
from topics.addresses import address
from topics.prepared import Prepared


@dataclass(frozen=True)
class Label:
    """A name with the address of its page; of what an article is filed under also the kind and the slug."""

    name: str
    url: str
    kind: str = field(default="", compare=False)
    slug: str = field(default="", compare=False)
    count: ClassVar[None] = None  # what a list of labels may say of each; to be asked for what is not there costs time


@dataclass(frozen=True)
class Filing:
    """``topics`` are those an editor chose, section first; ``breadcrumb`` leads down to the section."""

    byline: list[Label]
    topics: list[Label]
    tags: list[Label]
    breadcrumb: list[Label]

    @property
    def labels(self) -> list[Label]:
        """All that readers can follow the article by."""
        return [*self.topics, *self.byline, *self.tags]


class FiledUnder(Subquery):
    """What the article with an id is filed under, as a column of another question: rows for ``filing_of``, in JSON."""

    output_field = JSONField()
    template = (
        "(WITH filed (kind, id, name, slug, place, parent, chosen) AS (%(subquery)s)"
        " SELECT %(gather)s(%(array)s(kind, id, name, slug, place, parent, chosen)) FROM filed)"
    )

    def __init__(self, article: int):
        super().__init__(_rows_of(article))

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, gather="json_group_array", array="json_array", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, gather="jsonb_agg", array="jsonb_build_array", **extra)


def filing_of(article: Article) -> Filing:
    """Everything ``article`` is filed under, whatever its status; no query where that came along as ``filed_under``."""
    kinds = {"author": [], "topic": [], "tag": []}
    if hasattr(article, "filed_under"):
        rows = article.filed_under or ()
    else:
        rows = _rows(using=ArticleTopic.objects.db, article=article.pk)
    for kind, *row in rows:
        kinds[kind].append(row)
    names = sorted(kinds["topic"], key=lambda row: (row[0] != article.section_id, row[1].casefold()))
    return Filing(
        byline=[_label("author", row) for row in sorted(kinds["author"], key=lambda row: (row[3], row[0]))],
        topics=[_label("topic", row) for row in names if row[5]],
        tags=[_label("tag", row) for row in sorted(kinds["tag"], key=lambda row: row[1].casefold())],
        breadcrumb=_breadcrumb(article, kinds["topic"]),
    )


def _rows_of(article: int) -> QuerySet:
    authors = Authorship.objects.filter(article=article).order_by()
    topics = ArticleTopic.objects.filter(article=article)
    return authors.values_list(*_columns("author", "author", order="order")).union(
        topics.values_list(*_columns("topic", "topic", parent="topic__parent_id", chosen="assigned")),
        ArticleTag.objects.filter(content_object=article).values_list(*_columns("tag", "tag")),
        all=True,
    )


def _columns(kind: str, through: str, *, order: str = "", parent: str = "", chosen: str = "") -> tuple:
    # The parts of a UNION must agree in number and type of their columns.
    return (
        Value(kind, output_field=CharField()),
        F(f"{through}__id"),
        Cast(f"{through}__name", CharField(max_length=250)),
        Cast(f"{through}__slug", CharField(max_length=250)),
        Cast(order, IntegerField()) if order else Value(0, output_field=IntegerField()),
        F(parent) if parent else F(f"{through}__id"),
        F(chosen) if chosen else Value(True, output_field=BooleanField()),
    )


_rows = Prepared(_rows_of, article=int)


def _label(url_name: str, row: list) -> Label:
    return Label(row[1], address(url_name, row[2]), kind=url_name, slug=row[2])


def _breadcrumb(article: Article, topics: list) -> list[Label]:
    """From the top of the tree down to the section, or else to the first of the chosen topics."""
    by_id = {row[0]: row for row in topics}
    chosen = sorted((row for row in topics if row[5]), key=lambda row: row[1].casefold())
    current = by_id.get(article.section_id) or (chosen[0] if chosen else None)
    line: list[list] = []
    while current and current not in line:
        line.append(current)
        current = by_id.get(current[4])
    return [_label("topic", row) for row in reversed(line)]
