"""The acts that change what readers see, and what is missing before them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Status
from articles.publishing import (
    Missing,
    approve,
    publish,
    reinstate,
    reopen,
    retract,
    send_back,
    submit_for_review,
    what_is_missing,
    withdraw,
)
from articles.workflow import STEPS
from tests.factories import HOUR, make_article, make_author, make_photo, make_section, make_topic, make_user

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


VERBS = {
    "submit": submit_for_review,
    "send_back": lambda article, **words: send_back(article, **words | {"note": "Whose harbour?"}),
    "approve": approve,
    "publish": publish,
    "withdraw": withdraw,
    "retract": lambda article, **words: retract(article, **words, text="It was not so."),
    "reinstate": reinstate,
    "reopen": reopen,
}


@pytest.mark.parametrize(("name", "status"), [(name, status) for name in STEPS for status in Status])
def test_each_act_leads_where_its_step_says_and_from_nowhere_else(name, status):
    step = STEPS[name]
    fields = {"published_at": timezone.now() - HOUR} if status == Status.RETRACTED else {}
    article = make_article("Story", status=status, section=make_section(), **fields)

    if status in step.begins:
        VERBS[name](article, by=None)
    else:
        with pytest.raises(ValidationError, match="“Story” is .* now: “.*” does not begin there"):
            VERBS[name](article, by=None)

    article.refresh_from_db()
    assert article.status == (step.ends if status in step.begins else status)
    assert article.acts.count() == (status in step.begins)


def test_each_act_is_written_down_with_who_when_and_a_note():
    anna = make_user("anna", first_name="Anna", last_name="Roth")
    article = make_draft(section=make_section(), created_by=anna)
    before = timezone.now()

    submit_for_review(article, by=anna, note=" Please look at the figures. ")
    approve(article, by=anna)
    publish(article, by=None)

    acts = article.acts.order_by("pk")
    assert [(act.act, act.by, act.by_name, act.note, act.details) for act in acts] == [
        ("submit", anna, "Anna Roth", "Please look at the figures.", {"from": "draft"}),
        ("approve", anna, "Anna Roth", "", {"from": "in_review", "own": True}),
        ("publish", None, "", "", {"from": "approved", "published_at": article.published_at.isoformat()}),
    ]
    assert {(act.kind, act.object_id, act.name) for act in acts} == {("articles.article", str(article.pk), "Draft")}
    assert all(before <= act.at <= timezone.now() for act in acts)


@pytest.mark.parametrize("note", ["", " \n"])
def test_story_is_not_sent_back_without_a_word(note):
    article = make_article("Story", status=Status.IN_REVIEW)

    with pytest.raises(ValidationError, match="Say in the note"):
        send_back(article, by=None, note=note)

    article.refresh_from_db()
    assert (article.status, article.acts.count()) == (Status.IN_REVIEW, 0)


def test_act_judges_the_story_as_it_is_stored_not_as_it_was_read():
    article = make_draft(section=make_section())
    stale = Article.objects.get(pk=article.pk)
    submit_for_review(article, by=None)
    Article.objects.update(headline="Rewritten meanwhile")

    with pytest.raises(ValidationError, match="is in review now"):
        submit_for_review(stale, by=None)
    publish(stale, by=None)

    assert (stale.headline, stale.status) == ("Rewritten meanwhile", Status.PUBLISHED)


def test_act_on_a_story_that_was_deleted_says_so():
    article = make_draft()
    Article.objects.all().delete()

    with pytest.raises(ValidationError, match="“Draft” is not there any more"):
        submit_for_review(article, by=None)


def test_story_under_embargo_goes_out_when_it_ends():
    ends = timezone.now() + HOUR
    article = make_draft(section=make_section(), embargo_until=ends)

    publish(article, by=None)

    assert (article.published_at, article.is_scheduled) == (ends, True)


@pytest.mark.parametrize("at", [None, timezone.now()])
def test_story_is_not_published_before_its_embargo_ends(at):
    article = make_draft(section=make_section(), embargo_until=timezone.now() + HOUR)
    if at is None:
        Article.objects.update(published_at=timezone.now() + HOUR / 2)

    with pytest.raises(ValidationError, match="under embargo"):
        publish(article, by=None, at=at)

    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_database_refuses_what_would_break_an_embargo():
    article = make_article(section=make_section())

    with pytest.raises(IntegrityError, match="embargo"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(embargo_until=timezone.now())


def test_withdrawn_story_comes_back_at_its_place():
    article = make_article(section=make_section(), tags=["quay"])
    moment = article.published_at
    withdraw(article, by=None)

    reinstate(article, by=None)

    assert Article.objects.published().get() == article
    assert moments(article) == {(moment, None)}


def retraction(article) -> list[str]:
    return list(article.corrections.filter(kind="retraction").values_list("text", flat=True))


def test_retracted_story_leaves_all_timelines_and_has_its_notice():
    article = make_article(section=make_section(), tags=["quay"], authors=[make_author()])

    notice = retract(article, by=None, text="It was not so.", note="The source lied.")

    assert retraction(article) == ["It was not so."]
    assert (notice.place, moments(article)) == ("top", {(None, None)})
    act = article.acts.get()
    assert (act.note, act.details) == ("The source lied.", {"from": "published", "text": "It was not so."})


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_story_is_not_retracted_without_a_notice_people_can_read(text):
    article = make_article(section=make_section())

    with pytest.raises(ValidationError):
        retract(article, by=None, text=text)

    article.refresh_from_db()
    assert (article.status, article.acts.count(), retraction(article)) == (Status.PUBLISHED, 0, [])


def test_story_nobody_has_read_is_not_retracted():
    article = make_article("Tomorrow", hours_ago=-24)

    with pytest.raises(ValidationError, match="No reader has seen “Tomorrow”"):
        retract(article, by=None, text="It was not so.")


@pytest.mark.parametrize("act", [reinstate, withdraw])
def test_notice_of_a_retraction_ends_with_it_and_stays_in_the_log(act):
    article = make_article(section=make_section())
    retract(article, by=None, text="It was not so.")

    act(article, by=None)

    assert retraction(article) == []
    assert article.acts.order_by("-pk").first().details["text"] == "It was not so."
    retract(article, by=None, text="Again.") if act is reinstate else reinstate(article, by=None)
