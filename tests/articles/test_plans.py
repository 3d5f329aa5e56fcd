"""Which index answers a reader's question. A wrong one still gives right pages, only slower ones with every article.

SQLite is asked as a young site asks it: without statistics, so that the planner goes by the shape of the indexes.
"""

import datetime
import re

import pytest
from django.db import connection
from django.utils import timezone

from articles.archive.loading import load_archive
from articles.archive.planning import ARCHIVE_END, Archive
from articles.models import Article, ArticleTag, ArticleTopic, Authorship, Status
from articles.stream import Cursor


@pytest.fixture
def plans(db):
    """A function that runs another and returns the plan of each statement it sends, as text."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            forget_statistics(cursor)
            # Empty tables are quickest to read whole; what is asked here is whether an index could answer.
            for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin", "material", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")

    def plans_of(ask) -> list[str]:
        sent = []

        def note(execute, sql, params, many, context):
            sent.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            ask()
        with connection.cursor() as cursor:
            prefix = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (COSTS OFF) "
            found = []
            for sql, params in sent:
                cursor.execute(prefix + sql, params)
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
            return found

    return plans_of


def forget_statistics(cursor) -> None:
    """Until this test ends, PostgreSQL believes of the tables what it believes of new ones.

    An earlier test may have emptied them before the server looked: then it trusts that they stay empty.
    """
    tables = [model._meta.db_table for model in (Article, ArticleTopic, ArticleTag, Authorship)]
    cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    cursor.execute("SHOW is_superuser")
    if cursor.fetchone() == ("on",):
        cursor.execute("DELETE FROM pg_statistic WHERE starelid = ANY(%s::regclass[])", [tables])


POSITIONS = [None, Cursor(timezone.now() - datetime.timedelta(days=1800), 5)]


def by_database(*, sqlite: str, postgresql: str) -> str:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


@pytest.mark.parametrize("before", POSITIONS)
@pytest.mark.parametrize(
    ("timeline", "index"),
    [
        (ArticleTopic, "articles_topic_stream"),
        (ArticleTag, "articles_tag_stream"),
        (Authorship, "articles_author_stream"),
    ],
)
def test_merge_reads_each_timeline_from_its_index_alone(plans, timeline, index, before):
    [plan] = plans(lambda: Article.objects.stream({timeline: [1, 2]}, before=before))

    name = re.escape(timeline.timeline_of)
    scan = by_database(
        sqlite=rf"SEARCH \w+ USING COVERING INDEX {index} \({name}=\? AND \(published_at,article_id\)<\(\?,\?\)\)",
        postgresql=rf"Index Only Scan using {index} on .*\n +Index Cond: \(\({name} = owners0\.value\) AND \(ROW\(",
    )
    assert len(re.findall(scan, plan)) == 1, plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("timeline", "index"),
    [
        (ArticleTopic, "articles_articletopic_once"),
        (ArticleTag, "articles_articletag_once"),
        (Authorship, "articles_authorship_once"),
    ],
)
def test_what_articles_are_filed_under_is_looked_up_by_article(plans, timeline, index):
    found = plans(lambda: Article.objects.filed_under_none({timeline: range(50)}, range(100)))
    found += plans(lambda: list(Article.objects.filed_under({timeline: range(50)}, range(100))))

    scan = by_database(
        sqlite=r"SEARCH filed USING COVERING INDEX sqlite_autoindex_\w+ \(article_id=\?\)",
        postgresql=rf"Index Only Scan using {index} on .*\n +Index Cond: \(article_id = ",
    )
    assert [len(re.findall(scan, plan)) for plan in found] == [1, 1], found


@pytest.mark.parametrize("before", POSITIONS)
def test_all_news_is_read_from_the_stream_index_in_its_order(plans, before):
    [plan] = plans(lambda: Article.objects.stream(before=before))

    scan = by_database(
        sqlite=r"SEARCH articles_article USING INDEX articles_stream \(published_at<\?\)",
        postgresql=r"Index Scan using articles_stream on articles_article",
    )
    assert re.search(scan, plan), plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL goes by its statistics, and these tables are empty"
)
def test_cards_are_found_by_their_ids(plans):
    [plan] = plans(lambda: Article.objects.published().for_cards().in_bulk(range(1, 22)))

    assert "SEARCH articles_article USING INTEGER PRIMARY KEY" in plan


@pytest.mark.parametrize("status", Status)
def test_desk_reads_one_status_in_its_order(plans, status):
    [plan] = plans(lambda: list(Article.objects.filter(status=status).order_by("-saved_at", "-pk")[:100]))

    assert f"articles_desk_{status}" in plan


def steps_of(ask) -> int:
    """How many steps of SQLite's virtual machine ``ask`` takes, in hundreds: the same on every machine."""
    steps = []
    ask()
    connection.connection.set_progress_handler(lambda: steps.append(1) and None, 100)
    try:
        ask()
    finally:
        connection.connection.set_progress_handler(None, 100)
    return len(steps)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not count its steps")
def test_all_news_cost_the_same_half_way_down(db):
    load_archive(Archive(3000))
    half_way = ARCHIVE_END - datetime.timedelta(days=5 * 365)

    top = steps_of(lambda: Article.objects.stream(now=ARCHIVE_END))
    deep = steps_of(lambda: Article.objects.stream(before=Cursor(half_way, 0), now=ARCHIVE_END))
    one_day = steps_of(
        lambda: Article.objects.stream(until=half_way, since=half_way - datetime.timedelta(days=2), now=ARCHIVE_END)
    )

    assert deep <= 1.5 * top
    assert one_day <= 1.5 * top
