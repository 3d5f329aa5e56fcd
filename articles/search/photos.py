"""Searching the library of photographs: captions, alternative texts and credits, in the tokens that stories are in."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q

from articles.models import Photo
from articles.search import postgresql
from articles.search.desk import as_typed_so_far
from articles.search.documents import Document
from articles.search.engines import engine_of
from articles.search.expressions import Expression
from articles.search.query import Query
from articles.search.stems import algorithm_of
from articles.search.tokens import spoken

VERSION = 1  # goes up when the words are made in another way: `rebuild_search` then makes them anew
MOST_FOUND = 1_000
BATCH = 500

STORE = {
    "postgresql": """INSERT INTO articles_phototext (rowid, vector) VALUES (%s, %s::tsvector)
        ON CONFLICT (rowid) DO UPDATE SET vector = excluded.vector""",
    "sqlite": "INSERT OR REPLACE INTO articles_phototext (rowid, words) VALUES (%s, %s)",
}
NEWEST = {
    "postgresql": """SELECT rowid FROM articles_photos_matched(%s::tsquery) AS matched (rowid)
        ORDER BY rowid DESC LIMIT %s""",
    "sqlite": "SELECT rowid FROM articles_phototext WHERE articles_phototext MATCH %s ORDER BY rowid DESC LIMIT %s",
}


@transaction.atomic
def index_photos(photo_ids: Collection[int]) -> int:
    """Put the photographs as they are stored now into the index; returns how many there were.

    Called in the transaction that stores them.
    """
    photos = Photo.objects.filter(pk__in=photo_ids).order_by("pk").select_for_update(no_key=True)
    rows = list(photos.values_list("pk", "caption", "alt", "credit"))
    connection = connections[DEFAULT_DB_ALIAS]
    made = _vector if connection.vendor == "postgresql" else _words
    with connection.cursor() as cursor:
        cursor.executemany(STORE[connection.vendor], [(pk, made(pk, texts)) for pk, *texts in rows])
    Photo.objects.filter(pk__in=[pk for pk, *_texts in rows]).update(search_version=VERSION)
    return len(rows)


def photos_found(text: str, *, is_unfinished: bool = False) -> list[int]:
    """The ids of the newest photographs that match what somebody typed: those that came in last first.

    ``is_unfinished``: the last word may be the beginning of one. Nothing for a query that looks for nothing.
    """
    query = as_typed_so_far(text) if is_unfinished else Query.parse(text)
    if not query:
        return []
    return _newest(query.expression([_algorithm()], lambda field: None))


def photos_to_index():
    """Photographs that the index does not hold as they are, in order."""
    return Photo.objects.filter(~Q(search_version=VERSION)).order_by("pk")


def is_behind(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether there is a photograph to index."""
    photos = Photo.objects.using(using)
    return photos.filter(search_version__lt=VERSION).exists() or photos.filter(search_version__gt=VERSION).exists()


def index_missing(*, advance: Callable[[int], None] = lambda steps: None) -> int:
    """Index what ``photos_to_index`` names, in batches that stand for themselves; returns how many there were."""
    indexed = last = 0
    while batch := list(photos_to_index().filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        indexed += index_photos(batch)
        last = batch[-1]
        advance(len(batch))
    return indexed


def mark_all_stale() -> None:
    """Let the next ``index_missing`` make everything anew."""
    Photo.objects.update(search_version=0)


def _newest(expression: Expression) -> list[int]:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(NEWEST[connection.vendor], [engine_of(connection).written(expression), MOST_FOUND])
        return [photo_id for (photo_id,) in cursor.fetchall()]


def _algorithm() -> str:
    # Captions say in no field what language they are in: it is the site's.
    return algorithm_of(settings.LANGUAGE_CODE)


def _words(photo_id: int, texts: Collection[str]) -> str:
    return spoken(filter(None, texts), _algorithm())


def _vector(photo_id: int, texts: Collection[str]) -> str:
    words = _words(photo_id, texts)
    return postgresql.vectors(Document(photo_id, headline="", lead="", names=words, body="", facts=""))[0]
