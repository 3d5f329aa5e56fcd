"""The desk's page of a story's corrections."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.correcting import correct
from articles.models import Correction, Status
from tests.articles.admin.desk import said, sign_in
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


def of(article) -> str:
    return reverse("admin:articles_article_corrections", args=[article.pk])


@pytest.fixture
def editor():
    return sign_in(make_user("anna", group="Editor"))


@pytest.fixture
def chief():
    return sign_in(make_user("kim", group="Chief editor"))


def notices() -> list[tuple]:
    return list(Correction.objects.order_by("pk").values_list("kind", "text", "place", "by__username"))


def test_editor_adds_changes_and_removes_a_correction(editor):
    article = make_article()

    fields = {"add-kind": "clarification", "add-text": "Ten ships.", "add-place": "top"}
    response = editor.post(of(article), fields | {"act": "add"}, follow=True)
    added, number = notices(), Correction.objects.get().pk
    fields = {"notice": number, f"n{number}-text": "Eleven ships.", f"n{number}-place": "bottom"}
    editor.post(of(article), fields | {"act": "change"})
    changed = notices()
    editor.post(of(article), {"notice": number, "act": "remove"})

    assert said(response) == ["clarification: Ten ships."]
    assert added == [("clarification", "Ten ships.", "top", "anna")]
    assert changed == [("clarification", "Eleven ships.", "bottom", "anna")]
    assert notices() == []
    assert list(article.acts.order_by("pk").values_list("act", flat=True)) == [
        "correct",
        "change_correction",
        "remove_correction",
    ]


def test_refused_notice_is_shown_again_as_it_was_typed(editor):
    fields = {"add-kind": "correction", "add-text": "x" * 4001, "add-place": "top", "act": "add"}

    response = editor.post(of(make_article()), fields)

    assert list(response.context["add_form"].errors) == ["text"]
    assert "x" * 4001 in response.content.decode()


def test_chief_editor_retracts_and_publishes_again(chief):
    article = make_article(section=make_section())

    response = chief.post(
        of(article),
        {"retract-text": "It was not so.", "retract-note": "Told by the court.", "act": "retract"},
        follow=True,
    )
    article.refresh_from_db()

    assert said(response) == ["Retracted."]
    assert (article.status, notices()) == (Status.RETRACTED, [("retraction", "It was not so.", "top", "kim")])
    assert article.acts.get().note == "Told by the court."
    assert response.context["retract_form"] is None
    assert response.context["add_form"] is None
    listing = reverse("admin:articles_article_changelist")
    chief.post(listing, {"action": "reinstate_chosen", "_selected_action": [article.pk]})
    article.refresh_from_db()
    assert (article.status, notices()) == (Status.PUBLISHED, [])


def test_editor_does_not_retract_nor_change_a_retraction(editor, chief):
    article = make_article(section=make_section())
    refused = editor.post(of(article), {"retract-text": "It was not so.", "act": "retract"}).status_code
    chief.post(of(article), {"retract-text": "It was not so.", "act": "retract"})
    number = Correction.objects.get().pk

    fields = {"notice": number, f"n{number}-text": "Changed.", f"n{number}-place": "top", "act": "change"}
    answers = [editor.post(of(article), fields).status_code, editor.get(of(article)).status_code]

    assert (refused, answers) == (403, [403, 200])
    assert notices() == [("retraction", "It was not so.", "top", "kim")]


def test_reporter_reads_and_changes_nothing():
    reporter = sign_in(make_user("rita", group="Reporter"))
    article = make_article()
    notice = correct(article, kind="correction", text="Ten ships.")

    page = reporter.get(of(article))
    fields = {"add-kind": "correction", "add-text": "x", "add-place": "top", "notice": notice.pk}
    fields |= {f"n{notice.pk}-text": "x", f"n{notice.pk}-place": "top", "retract-text": "x"}
    acts = ("add", "change", "remove", "retract", "", "x")
    answers = {act: reporter.post(of(article), fields | {"act": act}).status_code for act in acts}

    assert "Ten ships." in page.content.decode()
    assert '<button type="submit" class="button' not in page.content.decode()
    assert set(answers.values()) == {403}
    assert notices() == [("correction", "Ten ships.", "bottom", None)]


@pytest.mark.parametrize("number", ["", "x", "999", "9" * 30])
@pytest.mark.parametrize("act", ["change", "remove", "other"])
def test_request_about_a_notice_that_is_not_there_gets_a_message(editor, number, act):
    article = make_article()
    other = correct(make_article(), kind="correction", text="Theirs.")

    for asked in (number, str(other.pk)):
        response = editor.post(of(article), {"act": act, "notice": asked})
        assert said(response) == ["This notice is not there any more: nothing was changed."]

    assert notices() == [("correction", "Theirs.", "bottom", None)]


def test_page_of_no_story_is_not_there(editor):
    assert editor.get("/admin/articles/article/999/corrections/").status_code == 404
    assert editor.get(f"/admin/articles/article/{'9' * 30}/corrections/").status_code == 404


def test_page_takes_the_same_queries_for_one_correction_and_for_ten(editor):
    article = make_article()
    counts = []
    for number in (1, 9):
        for _ in range(number):
            correct(article, kind="correction", text="Ten ships.", by=make_user(f"u{Correction.objects.count()}"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(of(article))
        counts.append(len(queries))

    assert counts[0] == counts[1]
