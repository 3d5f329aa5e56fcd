"""Keeping the index true. Whatever changes a story calls ``index_articles`` in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.figures import note_figures
from articles.models import Article, SearchEntry
from articles.search import engines
from articles.search.documents import documents_of
from articles.search.stems import algorithm_of
from articles.surrogate_keys import keys_of_stories
from topics.versions import touch

VERSION = 2  # goes up when documents are made in another way: `rebuild_search` then makes them anew
STALE = 0
BATCH = 500
# Changed names of topics, tags, authors and photographs reach this many stories at once, the others with the worker.
AT_ONCE = 500
PROBED = 1_000  # newest stories that ``is_behind`` looks for in the index one by one


@transaction.atomic
def index_articles(article_ids: Collection[int]) -> int:
    """Put the articles as they are stored now into the index, whatever their status; returns how many there were.

    What photographs stand in their texts is noted as well.
    """
    # Of two that index the same story, or name anew what it is filed under, the later one sees what the earlier one
    # wrote: it waits for the locks, and only then reads.
    _lock(Article.objects.filter(pk__in=article_ids))
    _lock(SearchEntry.objects.filter(article__in=article_ids))
    articles = list(Article.objects.filter(pk__in=article_ids).order_by("pk").for_index())
    engines.store(documents_of(articles))
    note_figures(articles)
    SearchEntry.objects.bulk_create(
        [entry_of(article) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["algorithm", "version"],
    )
    return len(articles)


def _lock(rows: QuerySet) -> None:
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def entry_of(article: Article) -> SearchEntry:
    return SearchEntry(article=article, algorithm=algorithm_of(article.language), version=VERSION)


def index_changed(articles) -> None:
    """Index the stories of a queryset whose names or captions have changed.

    Up to ``AT_ONCE`` of them now; when there are more, all are marked and ``rebuild_search`` takes them up.
    """
    with reindexing(articles):
        pass


@contextmanager
def reindexing(articles) -> Iterator[None]:
    """One transaction after which the stories of a queryset are indexed as ``index_changed`` does it.

    For acts that take the stories out of the queryset: it is asked before them. Names and captions stand on readers'
    pages as well, so these are no longer fresh.
    """
    with transaction.atomic():
        ids = list(articles.order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(ids) > AT_ONCE:
            SearchEntry.objects.filter(article__in=articles.order_by().values("pk")).update(version=STALE)
        yield
        if len(ids) <= AT_ONCE:
            index_articles(ids)
        touch("articles", keys=keys_of_stories(ids) if len(ids) <= AT_ONCE else ())


def articles_to_index():
    """Articles that the index does not hold as they are, in order."""
    entries = SearchEntry.objects.filter(article=OuterRef("pk"), version=VERSION)
    return Article.objects.filter(~Exists(entries)).order_by("pk")


def is_behind(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether there is something to index, at a cost that does not grow with the archive.

    Whoever stores an article indexes it, and what is marked is found through an index; only an article that was stored
    without being indexed, and is not among the newest, is overlooked: ``articles_to_index`` looks at every one.
    """
    entries = SearchEntry.objects.using(using)
    if entries.filter(version__lt=VERSION).exists() or entries.filter(version__gt=VERSION).exists():
        return True
    newest = Article.objects.using(using).order_by("-pk").values("pk")[:PROBED]
    entry = SearchEntry.objects.filter(article=OuterRef("pk"))
    return Article.objects.using(using).filter(~Exists(entry), pk__in=newest).exists()


def index_missing(*, advance: Callable[[int], None] = lambda steps: None) -> int:
    """Index what ``articles_to_index`` names, in batches that stand for themselves; returns how many there were."""
    indexed = 0
    for batch in _batches():
        indexed += index_articles(batch)
        advance(len(batch))
    return indexed


def _batches() -> Iterator[list[int]]:
    last = 0
    while batch := list(articles_to_index().filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


def mark_all_stale() -> None:
    """Let the next ``index_missing`` make everything anew."""
    SearchEntry.objects.exclude(version=STALE).update(version=STALE)
