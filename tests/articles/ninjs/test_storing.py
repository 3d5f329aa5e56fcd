import json

import pytest

from articles.models import Article, Status, WireItem
from articles.ninjs import importing, storing
from articles.publishing import withdraw
from articles.timelines import assigned_topics, file_under_topics, set_byline, tag_names
from tests.articles.ninjs.wire import SAMPLES, counts, edit_text, item, moment, run
from tests.factories import make_author, make_topic

pytestmark = pytest.mark.django_db


def test_newer_version_updates_the_story_and_keeps_its_address_and_place():
    run(item(keywords=["old"], byline="Ada Reed"))
    old = Article.objects.get()

    summary = run(
        item(
            version="2",
            versioncreated="2026-03-09T15:00:00Z",
            headline="Storm",
            body_html="<p>It storms.</p>",
            keywords=["new"],
            byline="Ben Ode",
            subject=[{"name": "storms"}],
        )
    )

    article = Article.objects.get()
    assert counts(summary) == {"read": 1, "updated": 1, "topics_made": 1}
    assert (article.pk, article.headline, article.slug, article.body) == (old.pk, "Storm", "rain", "<p>It storms.</p>")
    assert (article.published_at, article.updated_at) == (old.published_at, moment("2026-03-09T15:00:00+00:00"))
    assert tag_names(article) == ["new"]
    assert [topic.name for topic in assigned_topics(article)] == ["Storms"]
    assert [row.author.name for row in article.authorships.all()] == ["Ben Ode"]
    assert set(article.topic_rows.values_list("published_at", flat=True)) == {old.published_at}


@pytest.mark.parametrize("version", ["9", "10"])
def test_same_or_older_version_is_skipped(version):
    run(item(version="10"))

    summary = run(item(version=version, headline="Other"))

    assert counts(summary) == {"read": 1, "unchanged": 1}
    assert Article.objects.get().headline == "Rain"


def test_same_item_twice_in_one_run_ends_with_the_newer_version():
    summary = run(item(), item(version="2", headline="Storm"), item())

    assert counts(summary) == {"read": 3, "created": 1, "updated": 1, "unchanged": 1, "topics_made": 1}
    assert Article.objects.get().headline == "Storm"


def edit_topics(article):
    file_under_topics(article, [make_topic("Floods")])


def edit_byline(article):
    set_byline(article, [make_author("Cleo Park")])


@pytest.mark.parametrize("edit", [edit_text, edit_topics, edit_byline, withdraw])
def test_story_edited_here_is_reported_and_left(edit):
    run(item())
    edit(Article.objects.get())
    before = list(Article.objects.values())

    summary = run(item(version="2", headline="Storm", subject=[{"name": "unheard of"}]))

    assert counts(summary) == {"read": 1, "left": 1, "problem_count": 1}
    assert summary.problems == ["wire:1: The story was edited here and was left as it is."]
    assert list(Article.objects.values()) == before


def test_edit_that_comes_between_judging_and_writing_is_kept(monkeypatch):
    run(item())
    edit_text(Article.objects.get())
    monkeypatch.setattr(importing, "was_edited", lambda wire: False)

    assert counts(run(item(version="2", headline="Storm"))) == {"read": 1, "left": 1, "problem_count": 1}
    assert Article.objects.get().lead == "It pours."


def test_draft_published_here_unchanged_is_still_updated():
    run(item(), publish=False)
    Article.objects.update(status=Status.PUBLISHED)

    summary = run(item(version="2", headline="Storm"))

    assert counts(summary) == {"read": 1, "updated": 1}
    assert Article.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_killed_story_is_withdrawn_and_comes_back_with_a_usable_version(status):
    run(item())

    killed = run({"uri": "urn:example:1", "version": "2", "pubstatus": status})
    article = Article.objects.get()
    assert counts(killed) == {"read": 1, "withdrawn": 1}
    assert article.status == Status.WITHDRAWN
    assert set(article.topic_rows.values_list("published_at", flat=True)) == {None}

    again = run({"uri": "urn:example:1", "version": "2", "pubstatus": status})
    assert counts(again) == {"read": 1, "unchanged": 1}

    back = run(item(version="3"))
    article.refresh_from_db()
    assert counts(back) == {"read": 1, "updated": 1}
    assert article.status == Status.PUBLISHED
    assert set(article.topic_rows.values_list("published_at", flat=True)) == {article.published_at}


def test_kill_counts_even_when_the_story_was_edited_here():
    run(item())
    edit_text(Article.objects.get())

    summary = run(item(version="2", pubstatus="canceled"))

    assert counts(summary) == {"read": 1, "withdrawn": 1, "problem_count": 1}
    assert Article.objects.get().status == Status.WITHDRAWN
    assert counts(run(item(version="3"))) == {"read": 1, "left": 1, "problem_count": 1}


def test_killed_item_that_never_came_here_stays_away():
    summary = run(item(version="2", pubstatus="canceled"), item(version="1"))

    assert counts(summary) == {
        "read": 2,
        "unchanged": 1,
        "skipped": {"canceled or withheld before it came here": 1},
    }
    assert not Article.objects.exists()


def test_kill_of_a_draft_is_left_to_the_editors():
    run(item(), publish=False)

    assert counts(run(item(version="2", pubstatus="canceled"))) == {"read": 1, "left": 1, "problem_count": 1}
    assert Article.objects.get().status == Status.DRAFT


def test_fingerprint_of_what_is_written_is_that_of_what_is_read_back():
    run(json.loads((SAMPLES / "harbour.ninjs1.json").read_text()))

    assert storing.stored_fingerprint(Article.objects.get()) == WireItem.objects.get().fingerprint
