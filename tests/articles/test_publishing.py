"""The acts that change what readers see, and what is missing before them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, Status
from articles.publishing import Missing, publish, return_to_draft, submit_for_review, what_is_missing, withdraw
from tests.factories import HOUR, make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db


def make_draft(**fields) -> Article:
    return make_article(fields.pop("headline", "Draft"), status=Status.DRAFT, **fields)


def moments(article) -> set[tuple]:
    """The moments on all timelines of an article."""
    rows = [*article.topic_rows.all(), *article.tag_rows.all(), *article.authorships.all()]
    return {(row.published_at, row.withdraw_at) for row in rows}


def test_nothing_is_missing_from_a_complete_story():
    assert what_is_missing(make_draft(section=make_section(), lead_photo=make_photo())) == []


def test_all_that_is_missing_is_named_at_once_with_its_field():
    article = make_draft(headline=" ", lead=" ", lead_photo=make_photo(credit=" ", alt="", caption="Quay"))
    article.photo_rows.create(photo=make_photo(alt="", caption="Crane"))

    assert what_is_missing(article) == [
        Missing("headline", "The headline is missing.", stops=True),
        Missing("section", "The story needs a section or a topic.", stops=True),
        Missing("lead", "The lead is missing.", stops=True),
        Missing("lead_photo", "The photograph “Quay” has no credit.", stops=True),
        Missing("lead_photo", "The photograph “Quay” has no alternative text.", stops=True),
        Missing("photos", "The photograph “Crane” has no alternative text.", stops=True),
    ]


def test_breaking_story_needs_headline_topic_and_credit_only():
    article = make_draft(headline=" ", lead="", is_breaking=True, lead_photo=make_photo(credit="", alt=""))

    stops = {missing.field: missing.stops for missing in reversed(what_is_missing(article))}
    assert stops == {"headline": True, "section": True, "lead": False, "lead_photo": True}


def test_a_topic_that_is_no_section_will_do():
    assert what_is_missing(make_draft(topics=[make_topic()])) == []


def test_publish_sets_the_moment_and_carries_it_to_all_timelines():
    article = make_draft(section=make_section(), tags=["quay"], authors=[make_author()])
    before = timezone.now()

    assert publish(article) == []

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert before <= article.published_at <= timezone.now()
    assert moments(article) == {(article.published_at, None)}


def test_publish_keeps_a_moment_that_was_set():
    moment = timezone.now() + 3 * HOUR
    article = make_draft(section=make_section(), published_at=moment)

    publish(article)

    assert article.published_at == moment
    assert article.is_scheduled
    assert not Article.objects.published().exists()
    assert Article.objects.published(moment).get() == article


def test_publish_at_a_given_moment():
    moment = datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)
    article = make_draft(section=make_section(), published_at=timezone.now())

    publish(article, at=moment)

    assert moments(article) == {(moment, None)}


def test_publish_refuses_with_everything_and_changes_nothing():
    article = make_draft(lead="")

    with pytest.raises(ValidationError) as refused:
        publish(article)

    assert refused.value.messages == ["The story needs a section or a topic.", "The lead is missing."]
    article.refresh_from_db()
    assert (article.status, article.published_at) == (Status.DRAFT, None)


def test_publish_refuses_a_story_that_has_ended():
    article = make_draft(section=make_section(), withdraw_at=timezone.now() - HOUR)

    with pytest.raises(ValidationError, match="withdrawn before it is published"):
        publish(article)


def test_publish_returns_what_a_breaking_story_lacks():
    article = make_draft(section=make_section(), lead="", is_breaking=True)

    assert publish(article) == [Missing("lead", "The lead is missing.", stops=False)]


def test_withdraw_takes_a_story_off_all_timelines():
    article = make_article(section=make_section(), tags=["quay"], authors=[make_author()])

    withdraw(article)

    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN
    assert moments(article) == {(None, None)}


def test_story_passes_through_review_and_back():
    article = make_draft()
    states = []

    for act in (submit_for_review, return_to_draft):
        act(article)
        article.refresh_from_db()
        states.append(article.status)

    assert states == [Status.IN_REVIEW, Status.DRAFT]


@pytest.mark.parametrize(
    ("act", "statuses"),
    [
        (withdraw, [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN]),
        (submit_for_review, [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN]),
        (return_to_draft, [Status.DRAFT, Status.PUBLISHED]),
    ],
)
def test_act_out_of_turn_is_refused(act, statuses):
    for status in statuses:
        article = make_article("Story", status=status)

        with pytest.raises(ValidationError, match="“Story” is"):
            act(article)

        article.refresh_from_db()
        assert article.status == status
