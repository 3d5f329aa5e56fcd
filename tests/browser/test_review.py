"""The way of a story through review, by keyboard: handed in, sent back with a comment, mended, approved, published."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article, Status
from tests.factories import make_article, make_section, make_user


@pytest.fixture
def newsroom(transactional_db):
    """A reporter with a draft, and an editor."""
    rita = make_user("rita", group="Reporter", first_name="Rita", last_name="Moor")
    make_user("anna", group="Editor", first_name="Anna", last_name="Roth")
    draft = {"status": Status.DRAFT, "created_by": rita, "section": make_section("Economy")}
    return make_article("Bakers raise their prices", **draft)


def sign_in(page, name: str):
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}])
    page.goto("/admin/")


def press(page, name: str) -> None:
    """Press a button as the keyboard does."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def write_note(page, text: str, *, script: bool) -> None:
    page.locator(".step-note > summary").focus()
    page.keyboard.press("Enter")
    write(page, page.get_by_role("textbox", name="Note on the step"), text, script=script)


def write(page, field, text: str, *, script: bool) -> None:
    """Write into a field, and let the list beside the form follow: after the next button it may not be asked for."""
    if not script:
        field.fill(text)
        return
    with page.expect_response("**/proofread/"):
        field.fill(text)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_story_passes_through_review(newsroom, open_page, script):
    reporter, editor = open_page(java_script_enabled=script), open_page(java_script_enabled=script)

    sign_in(reporter, "rita")
    reporter.get_by_role("link", name="Bakers raise their prices").click()
    write_note(reporter, "The figures are of May.", script=script)
    press(reporter, "Submit for review")
    expect(reporter.get_by_text("Submitted for review.")).to_be_visible()

    sign_in(editor, "anna")
    waiting = editor.locator("section.pile", has_text="Waiting for me")
    expect(waiting).to_contain_text("The figures are of May.")
    waiting.get_by_role("link", name="Bakers raise their prices").click()
    expect(editor.locator(".last-step")).to_contain_text("Rita Moor")
    press(editor, "Send back")
    expect(editor.get_by_text("Say in the note what is to be done")).to_be_visible()
    write_note(editor, "Which bakers?", script=script)
    press(editor, "Send back")
    expect(editor.get_by_text("”: Sent back.")).to_be_visible()  # and no more that it was not

    reporter.goto("/admin/")
    returned = reporter.locator("section.pile", has_text="Returned to me")
    expect(returned).to_contain_text("Which bakers?")
    returned.get_by_role("link", name="Bakers raise their prices").click()
    expect(reporter.locator(".last-step")).to_contain_text("Which bakers?")
    headline = reporter.get_by_label("Headline:", exact=True)
    write(reporter, headline, "Bakers of Averil raise their prices", script=script)
    press(reporter, "Submit for review")
    expect(reporter.get_by_text("Submitted for review.")).to_be_visible()
    expect(reporter.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    editor.goto(f"/admin/articles/article/{newsroom.pk}/change/")
    press(editor, "Approve")
    expect(editor.get_by_text("Approved.")).to_be_visible()
    press(editor, "Publish")
    expect(editor.get_by_text("”: Published.")).to_be_visible()

    story = Article.objects.published().get()
    assert story.headline == "Bakers of Averil raise their prices"
    assert list(story.acts.exclude(act="change").order_by("pk").values_list("act", "by_name", "note")) == [
        ("submit", "Rita Moor", "The figures are of May."),
        ("send_back", "Anna Roth", "Which bakers?"),
        ("submit", "Rita Moor", ""),
        ("approve", "Anna Roth", ""),
        ("publish", "Anna Roth", ""),
    ]
    editor.goto("/admin/")
    expect(editor.locator("section.pile", has_text="Published today")).to_contain_text("Bakers of Averil")
