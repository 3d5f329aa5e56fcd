"""Indexing a site whose index is empty, in one go: for archives that are made, not for sites that are read."""

from __future__ import annotations

from collections.abc import Callable

from articles.bulk import bulk_load
from articles.models import Article, SearchEntry, SearchText
from articles.search.documents import documents_of
from articles.search.engines import engine_of
from articles.search.indexing import entry_of

BATCH = 2_000
ENTRY_COLUMNS = ["article_id", "published_at", "withdraw_at", "algorithm", "version"]


def load_index(*, advance: Callable[[int], None] = lambda steps: None) -> None:
    """Index every article in one transaction. The index must be empty."""
    with bulk_load((SearchEntry, SearchText)) as loader:
        engine = engine_of(loader.connection)
        articles = Article.objects.for_index().order_by("pk")
        last = 0
        while batch := list(articles.filter(pk__gt=last)[:BATCH]):
            last = batch[-1].pk
            # A list: documents are read over the connection that then copies them.
            engine.load(loader.cursor, [engine.stored(document) for document in documents_of(batch)])
            entries = map(entry_of, batch)
            loader.insert(
                SearchEntry,
                ENTRY_COLUMNS,
                [
                    (
                        e.article_id,
                        _moment(loader, e.published_at),
                        _moment(loader, e.withdraw_at),
                        e.algorithm,
                        e.version,
                    )
                    for e in entries
                ],
            )
            advance(len(batch))


def _moment(loader, moment):
    return moment and loader.moment(moment)
