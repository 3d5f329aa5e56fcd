"""How the database answers each question of readers' pages, on this site, with its data and its statistics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship
from articles.stream import Cursor
from newsportal.replicas import reading_from
from topics.kept import forget_everything
from topics.lifetimes import forget_announced
from topics.models import Topic

# Tables that grow with every story: a page that reads one of them from one end to the other grows with the archive.
LARGE = sorted(model._meta.db_table for model in (Article, ArticleTopic, ArticleTag, Authorship))
# PostgreSQL says "Seq Scan on TABLE alias", SQLite "SCAN TABLE" or "SCAN alias", and how, if not from end to end.
WHOLE = {
    "postgresql": re.compile(rf"Seq Scan on ({'|'.join(LARGE)})\b"),
    "sqlite": re.compile(rf"^\W*SCAN (?:{'|'.join(LARGE)})\b(?!.*USING )", re.MULTILINE),
}


@dataclass(frozen=True)
class Plan:
    sql: str
    text: str

    @property
    def reads_a_large_table_whole(self) -> bool:
        return bool(WHOLE[connection.vendor].search(self.text))


def readers_pages() -> Iterator[tuple[str, str]]:
    """A page of every kind that this site has, as (name, address)."""
    news, newest = reverse("news"), Article.objects.published().newest_first().first()
    yield "home", reverse("home")
    yield "all news", news
    yield "topics", reverse("topics")
    yield "sitemap", reverse("sitemap")
    yield "feed", reverse("news_feed", args=["rss"])
    if newest is None:
        return
    middle = Article.objects.published().filter(pk__lte=newest.pk // 2).order_by("-pk").first() or newest
    deep = f"before={Cursor.of(middle)}"
    yield "article", newest.get_absolute_url()
    yield "all news, further down", f"{news}?{deep}"
    yield "day", reverse("day", args=[timezone.localdate(middle.published_at, timezone.get_default_timezone())])
    month = middle.published_at.astimezone(timezone.get_default_timezone())
    yield "sitemap of a month", reverse("sitemap_month", args=[month.year, month.month])
    topics = list(Topic.objects.filter(pk__in=newest.topic_rows.values("topic")).order_by("tree_position")[:5])
    if topics:
        chosen = "&".join(f"topic={topic.slug}" for topic in topics)
        yield "topic", topics[0].get_absolute_url()
        yield "filtered stream", f"{news}?{chosen}"
        yield "filtered stream, further down", f"{news}?{chosen}&{deep}"
    if author := Author.objects.filter(pk__in=Authorship.objects.values("author")[:1]).first():
        yield "author", author.get_absolute_url()
    if row := ArticleTag.objects.live().select_related("tag").first():
        yield "tag", reverse("tag", args=[row.tag.slug])


def plans_of(address: str) -> list[Plan]:
    """The plans of all that the page at ``address`` asks while nothing is kept.

    Raises ``ValueError`` when the page is none that readers get.
    """
    asked: list[tuple[str, tuple]] = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    forget_everything()
    forget_announced()
    with connection.execute_wrapper(note), reading_from(DEFAULT_DB_ALIAS):
        status = Client(SERVER_NAME="127.0.0.1").get(address, secure=True).status_code
    if status != 200:
        raise ValueError(f"{escape_uri_path(address)} answered {status}.")
    prefix = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    plans = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            if sql.startswith(("SELECT", "WITH", "(")):
                cursor.execute(prefix + sql, params)
                plans.append(Plan(sql, "\n".join(str(row[-1]) for row in cursor.fetchall())))
    return plans
