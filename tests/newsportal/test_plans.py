"""Every kind of readers' pages is explained, and a table that is read whole is noticed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from newsportal.plans import Plan, plans_of, readers_pages
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db

SCANS = {
    "postgresql": [
        "Seq Scan on articles_article  (cost=0.00..10.50 rows=50)",
        "  ->  Seq Scan on articles_articletag t",
    ],
    "sqlite": ["SCAN articles_article", "COMPOUND QUERY\n  SCAN articles_articletag"],
}
LOOKS = {
    "postgresql": ["Index Scan Backward using articles_newest on articles_article", "Seq Scan on topics_topic"],
    "sqlite": [
        "SCAN articles_article USING INDEX articles_newest",
        "SEARCH articles_article USING INTEGER PRIMARY KEY",
    ],
}


@pytest.fixture
def story():
    return make_article("Harbour reopens", topics=[make_section("World")], tags=["ships"], authors=[make_author()])


def test_site_without_stories_has_pages_all_the_same():
    assert [name for name, _ in readers_pages()] == ["home", "all news", "topics", "sitemap", "feed"]


def test_every_question_of_every_kind_of_page_is_explained(story):
    explained = {name: plans_of(address) for name, address in readers_pages()}

    assert {"article", "day", "sitemap of a month", "topic", "filtered stream", "author", "tag"} <= explained.keys()
    assert all(plans and all(plan.text for plan in plans) for plans in explained.values())


def test_page_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="/nowhere/ answered 404"):
        plans_of("/nowhere/")


def test_table_that_is_read_whole_is_noticed():
    texts = SCANS[connection.vendor] + LOOKS[connection.vendor]

    assert [Plan("", text).reads_a_large_table_whole for text in texts] == [True, True, False, False]


def test_command_fails_where_a_page_reads_a_table_whole(story, monkeypatch, capsys):
    def pages():
        yield "article", story.get_absolute_url()

    def with_a_scan(address):
        return [*plans_of(address), Plan(str(Article.objects.all().query), SCANS[connection.vendor][0])]

    monkeypatch.setattr("newsportal.management.commands.explain_pages.readers_pages", pages)
    monkeypatch.setattr("newsportal.management.commands.explain_pages.plans_of", with_a_scan)

    with pytest.raises(CommandError, match="questions of readers' pages read a table"):
        call_command("explain_pages", brief=True)
    assert capsys.readouterr().out.count("READS A LARGE TABLE WHOLE") >= 1
