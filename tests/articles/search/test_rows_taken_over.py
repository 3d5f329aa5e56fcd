"""The migration that gave rows of the index their moments and facts: what was indexed before it is found after it."""

from importlib import import_module

import pytest
from django.db import connection

from articles.models import Article, SearchEntry
from articles.search import engines, postgresql
from articles.search.documents import documents_of
from articles.search.expressions import Phrase, token
from tests.articles.search.worlds import NOW, SECOND
from tests.factories import make_article, make_section

BEFORE, AFTER = (import_module(f"articles.migrations.{name}") for name in ("0002_search", "0011_search_rows"))
DROP = {
    "postgresql": [
        "SET CONSTRAINTS ALL IMMEDIATE",  # or tables with rows of this transaction could not be altered
        "DROP FUNCTION articles_search_matched(tsquery[], bigint)",
        "DROP FUNCTION articles_search_among(tsquery, bigint[])",
        "DROP TABLE articles_searchtext",
    ],
    "sqlite": ["DROP TABLE articles_searchtext"],
}
STORE = {
    "postgresql": "INSERT INTO articles_searchtext (rowid, vector) VALUES (%s, %s::tsvector)",
    "sqlite": """INSERT INTO articles_searchtext (rowid, headline, lead, names, body, facts)
        VALUES (%s, %s, %s, %s, %s, %s)""",
}
MOMENT = {"postgresql": "timestamptz", "sqlite": "datetime"}


def rows_of_before(document) -> tuple:
    if connection.vendor == "postgresql":
        return document.article_id, " ".join(postgresql.vectors(document))
    return document.article_id, document.headline, document.lead, document.names, document.body, document.facts


def index_as_before(cursor) -> None:
    """Put the index back into the form of the first migration, with the same stories in it."""
    for statement in [*DROP[connection.vendor], *BEFORE.CREATE[connection.vendor]]:
        cursor.execute(statement)
    for name in ("published_at", "withdraw_at"):
        cursor.execute(f"ALTER TABLE articles_searchentry ADD COLUMN {name} {MOMENT[connection.vendor]}")
    for document in documents_of(list(Article.objects.for_index())):
        cursor.execute(STORE[connection.vendor], rows_of_before(document))
        moments = map(connection.ops.adapt_datetimefield_value, (document.published_at, document.withdraw_at))
        cursor.execute(
            "UPDATE articles_searchentry SET published_at = %s, withdraw_at = %s WHERE article_id = %s",
            [*moments, document.article_id],
        )


def index_as_stored(cursor) -> list[dict]:
    cursor.execute("SELECT * FROM articles_searchtext ORDER BY 1")
    names = [column.name if connection.vendor == "postgresql" else column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"facts": sorted(row["facts"].split())} for row in rows]


@pytest.mark.django_db
def test_index_from_before_is_taken_over_as_it_would_be_made_anew():
    section = make_section("Ports")
    story = make_article("Ships in port", published_at=NOW, section=section, tags=["grain"], lead="Суда в порту")
    make_article("Ships", status="draft")
    make_article("A ship", published_at=NOW, withdraw_at=NOW + SECOND)
    with connection.cursor() as cursor:
        wanted = index_as_stored(cursor)
        index_as_before(cursor)

        AFTER.rewrite_rows(None, connection.schema_editor())

        assert index_as_stored(cursor) == wanted
    assert SearchEntry.objects.count() == len(wanted) == 3
    assert engines.newest_numbers(Phrase(("ships", "in")), most=5) == [story.pk]
    assert engines.matching(token("grain"), [story.pk]) == {story.pk}
