import datetime
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, Status, WireItem
from articles.ninjs import importing
from articles.ninjs.importing import import_entries
from articles.ninjs.reading import Entry
from articles.publishing import publish
from articles.timelines import assigned_topics, file_under_topics, set_byline, tag_names
from tests.articles.ninjs.strategies import STORIES
from tests.articles.ninjs.wire import SAMPLES, counts, edit_text, item, moment, run
from tests.factories import make_author, make_section, make_topic
from topics.models import Topic

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_import_makes_an_article_of_all_that_an_item_says(settings):
    settings.AGENCY = "NORTHERN WIRE"
    section = make_section("Regions")
    transport = make_topic("Traffic", media_topic="medtop:20000337", parent=section)
    ada = make_author("Ada Reed")
    source = json.loads((SAMPLES / "harbour.ninjs1.json").read_text())

    summary = run(source)

    article = Article.objects.get()
    government = Topic.objects.get(slug="local-government")
    assert counts(summary) == {"read": 1, "created": 1, "photographs_missing": 1, "topics_made": 1}
    assert (article.headline, article.lead, article.language, article.status) == (
        "Harbour to close for a week",
        "The city closes its harbour to dredge the channel.",
        "en-GB",
        Status.PUBLISHED,
    )
    assert article.body == (
        "<p>The harbour of Elmsea closes on Monday.</p><h2>Ferries</h2><p>Ferries leave from Oakport. "
        '<a href="https://pictures.example/quay.jpg" rel="noopener">The quay</a></p>'
    )
    assert [heading["text"] for heading in article.contents] == ["Ferries"]
    assert (article.dateline_city, article.dateline_date, article.dateline_agency) == (
        "Elmsea",
        datetime.date(2026, 3, 2),
        "NORTHERN WIRE",
    )
    assert (article.published_at, article.updated_at) == (
        moment("2026-03-02T08:00:00+00:00"),
        moment("2026-03-02T10:30:00+00:00"),
    )
    assert article.section == section
    assert set(assigned_topics(article)) == {section, transport, government}
    assert list(article.authorships.values_list("author__name", flat=True)) == ["Ada Reed", "Ben Ode"]
    assert article.authorships.first().author == ada
    assert set(tag_names(article)) == {"dredging", "Elmsea", "Ferries"}
    assert "mayor" not in json.dumps(article.pages)


def test_import_stands_on_every_timeline_like_an_article_filed_by_hand():
    make_topic("Weather", parent=make_section("Science"))

    run(item(byline="Ada Reed", keywords=["rain"]))

    article = Article.objects.get()

    def rows():
        fields = ("published_at", "withdraw_at")
        return (
            sorted(ArticleTopic.objects.values_list("topic__name", "assigned", *fields)),
            list(Authorship.objects.values_list("author__name", "order", *fields)),
            list(ArticleTag.objects.values_list("tag__name", *fields)),
        )

    imported = rows()
    file_under_topics(article, [Topic.objects.get(name="Weather")])
    set_byline(article, list(Author.objects.all()))
    assert imported == rows()
    assert imported[0] == [
        ("Science", True, article.published_at, None),
        ("Weather", True, article.published_at, None),
    ]


def test_import_twice_changes_nothing(clock):
    items = [json.loads((SAMPLES / "harbour.ninjs1.json").read_text()), item()]
    run(*items)
    before = (list(Article.objects.values()), list(WireItem.objects.values()), Topic.objects.count())
    clock.shift(3600)

    summary = run(*items)

    assert counts(summary) == {"read": 2, "unchanged": 2}
    assert (list(Article.objects.values()), list(WireItem.objects.values()), Topic.objects.count()) == before


def test_embargoed_story_is_scheduled():
    run(item(embargoed="2026-03-11T06:00:00+01:00", versioncreated="2026-03-09T10:00:00Z"))

    article = Article.objects.get()
    assert (article.published_at, article.updated_at) == (moment("2026-03-11T05:00:00+00:00"), None)
    assert article.is_scheduled
    assert list(Article.objects.published()) == []


def test_embargo_of_a_draft_binds_whoever_publishes_it():
    run(item(embargoed="2026-03-11T06:00:00+01:00", subject=None))
    article = Article.objects.get()
    file_under_topics(article, [make_topic()])

    with pytest.raises(ValidationError, match="under embargo"):
        publish(article, by=None, at=NOW)


def test_embargo_is_moved_by_a_newer_version_and_not_lifted_by_its_silence():
    run(item(embargoed="2026-03-11T06:00:00+01:00", firstcreated="2026-03-09T10:00:00Z"))
    moments = []
    for version, fields in {"2": {}, "3": {"embargoed": "2026-03-10T06:00:00+01:00"}}.items():
        run(item(version=version, firstcreated="2026-03-09T10:00:00Z", headline=f"Rain {version}", **fields))
        article = Article.objects.get()
        moments.append((article.headline, article.published_at, article.embargo_until))

    before, after = moment("2026-03-11T05:00:00+00:00"), moment("2026-03-10T05:00:00+00:00")
    assert moments == [("Rain 2", before, before), ("Rain 3", after, after)]


def test_story_without_any_date_is_published_now_and_stays_there(clock):
    run(item(versioncreated=None))
    clock.shift(3600)
    run(item(version="2", versioncreated=None))

    assert Article.objects.get().published_at == NOW


def test_story_without_a_topic_becomes_a_draft_unless_a_section_takes_it():
    make_section("Wire")
    section = Topic.objects.get()

    first = run(item(subject=None))
    second = run(item("urn:example:2", subject=None), section=section)

    assert counts(first) == {"read": 1, "created": 1, "drafts": 1, "problem_count": 1}
    assert first.problems == ["wire:1: Kept as a draft. The story needs a section or a topic."]
    assert counts(second) == {"read": 1, "created": 1}
    assert list(Article.objects.published().values_list("section__name", flat=True)) == ["Wire"]


def test_lead_is_taken_from_the_first_paragraph_when_the_wire_sends_none():
    run(item(description_text=None, body_html="<h2>Rain</h2><p>It <em>rains</em> &amp; pours.</p><p>More.</p>"))

    article = Article.objects.get()
    assert (article.lead, article.body) == ("It rains & pours.", "<p>It <em>rains</em> &amp; pours.</p><p>More.</p>")


def test_subjects_find_topics_by_code_then_slug_then_name():
    by_code = make_topic("Climate", media_topic="medtop:20000001")
    by_slug = make_topic("Public weather", slug="weather")
    by_name = make_topic("Storms", slug="gales")

    summary = run(item(subject=[{"name": "other", "code": "medtop:20000001"}, {"name": "weather"}, {"name": "storms"}]))

    assert counts(summary) == {"read": 1, "created": 1}
    assert set(assigned_topics(Article.objects.get())) == {by_code, by_slug, by_name}


def test_unknown_subjects_are_left_out_on_request():
    known = make_topic("Weather")

    run(item(subject=[{"name": "weather"}, {"name": "storms"}]), new_topics=False)

    assert list(assigned_topics(Article.objects.get())) == [known]
    assert list(Topic.objects.all()) == [known]


def test_bad_items_are_reported_and_the_rest_go_on():
    entries = [
        Entry("wire:1", SAMPLES, value=item()),
        Entry("wire:2", SAMPLES, problem="The JSON is broken."),
        Entry("wire:3", SAMPLES, value=item("urn:example:3", headline=None)),
        Entry("wire:4", SAMPLES, value=item("urn:example:4", type="video")),
        Entry("other", SAMPLES, problem="The file is empty.", is_file=True),
        Entry("wire:5", SAMPLES, value=item("urn:example:5")),
    ]

    summary = import_entries(entries)

    assert counts(summary) == {
        "read": 5,
        "created": 2,
        "failed": 2,
        "topics_made": 1,
        "unreadable_files": 1,
        "problem_count": 3,
        "skipped": {"no story, but of type “video”": 1},
    }
    assert summary.problems == [
        "wire:2: The JSON is broken.",
        "wire:3: The item has no headline.",
        "other: The file is empty.",
    ]


def test_story_the_database_refuses_does_not_take_its_batch_along(monkeypatch):
    def fill(article, source, *args, **kwargs):
        real_fill(article, source, *args, **kwargs)
        if source.headline == "Bad":
            article.withdraw_at = article.published_at  # a constraint forbids it

    real_fill = importing.fill
    monkeypatch.setattr(importing, "fill", fill)

    summary = run(item(), item("urn:example:2", headline="Bad"), item("urn:example:3"))

    assert counts(summary) == {"read": 3, "created": 2, "failed": 1, "topics_made": 1, "problem_count": 1}
    assert set(WireItem.objects.values_list("uri", flat=True)) == {"urn:example:1", "urn:example:3"}
    assert ArticleTopic.objects.count() == 2


def test_interrupted_run_keeps_what_was_stored_and_can_be_started_again(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    items = [item(f"urn:example:{number}") for number in range(5)]

    def interrupted():
        for number, source in enumerate(items):
            if number == 3:
                raise KeyboardInterrupt
            yield Entry(f"wire:{number}", SAMPLES, value=source)

    first = import_entries(interrupted())
    second = run(*items)

    assert first.interrupted
    assert counts(first) == {"read": 3, "created": 2, "topics_made": 1}
    assert counts(second) == {"read": 5, "created": 3, "unchanged": 2}


def test_dry_run_says_what_would_be_done_and_writes_nothing():
    run(item(), item("urn:example:2"), item("urn:example:3"))
    edit_text(Article.objects.get(wire_item__uri="urn:example:2"))
    before = (list(Article.objects.values()), Topic.objects.count(), Author.objects.count())

    summary = run(
        item(version="2", headline="Storm"),
        item("urn:example:2", version="2"),
        item("urn:example:3", version="2", pubstatus="canceled"),
        item("urn:example:4", byline="Ada Reed", keywords=["new"], subject=[{"name": "new"}]),
        item("urn:example:4", byline="Ada Reed", keywords=["new"], subject=[{"name": "new"}]),
        dry_run=True,
    )

    assert counts(summary) == {
        "read": 5,
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "withdrawn": 1,
        "left": 1,
        "topics_made": 1,
        "problem_count": 1,
    }
    assert (list(Article.objects.values()), Topic.objects.count(), Author.objects.count()) == before


def test_cost_of_new_stories_does_not_grow_with_their_number(monkeypatch):
    run(item("urn:example:warm", byline="Ada Reed", keywords=["rain"]))

    def queries(count, prefix):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run(*[item(f"urn:{prefix}:{n}", byline="Ada Reed", keywords=["rain"]) for n in range(count)])
        return len(captured)

    assert queries(20, "many") == queries(1, "one")


def test_problems_are_counted_beyond_those_that_are_kept():
    summary = run(*[{"uri": 7}] * 30)

    assert (len(summary.problems), summary.problem_count, summary.failed) == (20, 30, 30)


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), STORIES), min_size=1, max_size=4))
def test_import_deals_with_every_item(named):
    items = [{**source, "uri": uri, "body_html": uri * 3} for uri, source in named]

    summary = run(*items)

    dealt_with = summary.created + summary.updated + summary.unchanged + summary.withdrawn + summary.left
    assert dealt_with + summary.failed + summary.skipped.total() == summary.read == len(items)
    assert run(*items).created == 0
