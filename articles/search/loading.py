"""Indexing a site whose index is empty, in one go: for archives that are made, not for sites that are read."""

from __future__ import annotations

from collections.abc import Callable

from articles.bulk import bulk_load
from articles.figures import note_figures
from articles.models import Article, SearchEntry, SearchText
from articles.search.documents import documents_of
from articles.search.engines import engine_of
from articles.search.indexing import entry_of

BATCH = 2_000
ENTRY_COLUMNS = ["article_id", "algorithm", "version"]


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
            note_figures(batch)
            entries = [(entry.article_id, entry.algorithm, entry.version) for entry in map(entry_of, batch)]
            loader.insert(SearchEntry, ENTRY_COLUMNS, entries)
            advance(len(batch))
