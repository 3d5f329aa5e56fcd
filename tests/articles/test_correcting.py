"""Corrections and clarifications: who is told, what is kept, and that nothing else is touched."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.correcting import change_correction, correct, remove_correction
from articles.models import Correction, Status
from articles.publishing import retract
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
KIND = Correction.Kind


def test_correction_is_dated_signed_and_written_down():
    anna = make_user("anna")
    article = make_article("Harbour")

    notice = correct(article, kind=KIND.CORRECTION, text=" Ten ships, not twelve. ", place="top", by=anna)

    notice.refresh_from_db()
    assert (notice.text, notice.place, notice.by) == ("Ten ships, not twelve.", "top", anna)
    act = article.acts.get()
    assert (act.act, act.by, act.details) == (
        "correct",
        anna,
        {"kind": "correction", "text": "Ten ships, not twelve."},
    )


@pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
def test_what_readers_do_not_see_is_not_corrected(status):
    article = make_article("Harbour", status=status, published_at=make_article().published_at)

    with pytest.raises(ValidationError, match="Readers do not see “Harbour”"):
        correct(article, kind=KIND.CORRECTION, text="Ten ships.")

    assert (Correction.objects.count(), article.acts.count()) == (0, 0)


def test_scheduled_story_is_not_corrected():
    with pytest.raises(ValidationError, match="Readers do not see"):
        correct(make_article(hours_ago=-1), kind=KIND.CORRECTION, text="Ten ships.")


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [("retraction", "x", "top"), ("lie", "x", "top"), ("correction", " ", "top"), ("correction", "x", "left")],
)
def test_notice_that_makes_no_sense_is_refused(kind, text, place):
    article = make_article()

    with pytest.raises(ValidationError):
        correct(article, kind=kind, text=text, place=place)

    assert (Correction.objects.count(), article.acts.count()) == (0, 0)


def test_changed_notice_keeps_its_date_and_the_log_keeps_its_words():
    article = make_article()
    notice = correct(article, kind=KIND.CLARIFICATION, text="Ten ships.")
    at = notice.at

    change_correction(notice, text="Eleven ships.", place="top")

    notice.refresh_from_db()
    assert (notice.text, notice.place, notice.at, notice.kind) == ("Eleven ships.", "top", at, "clarification")
    assert article.acts.latest("pk").details == {
        "kind": "clarification",
        "text": "Eleven ships.",
        "before": "Ten ships.",
    }


def test_removed_notice_stays_in_the_log():
    article = make_article()
    notice = correct(article, kind=KIND.CORRECTION, text="Ten ships.")

    remove_correction(notice)

    assert Correction.objects.count() == 0
    assert article.acts.latest("pk").details == {"kind": "correction", "text": "Ten ships."}


def test_retraction_is_not_removed_like_a_correction():
    article = make_article(section=make_section())
    notice = retract(article, text="It was not so.")

    with pytest.raises(ValidationError, match="A retraction ends when"):
        remove_correction(notice)

    assert Correction.objects.get() == notice


def test_database_holds_one_retraction_of_a_story():
    article = make_article(section=make_section())
    retract(article, text="It was not so.")

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(article=article, kind=KIND.RETRACTION, text="Again.")


@pytest.mark.parametrize("act", [lambda notice: change_correction(notice, text="x", place="top"), remove_correction])
def test_notice_that_somebody_else_has_removed_is_neither_changed_nor_removed_again(act):
    article = make_article()
    notice = correct(article, kind=KIND.CORRECTION, text="Ten ships.")
    remove_correction(Correction.objects.get(pk=notice.pk))

    with pytest.raises(ValidationError, match="not there any more"):
        act(notice)

    assert list(article.acts.order_by("pk").values_list("act", flat=True)) == ["correct", "remove_correction"]
