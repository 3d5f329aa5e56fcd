"""Two editors, killed browsers and ended sessions: whatever happens, all that was typed can be had again."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Revision, Sitting, Status
from tests.browser.test_desk import body_of, go_to_the_end, newsroom, sign_in  # noqa: F401 - a fixture
from tests.factories import make_article, make_section, make_user

HEADLINE = "Headline:"
# The list beside the form asks as well, and takes being sent to sign in for a failure.
NOBODY_ASKED = "net::ERR_FAILED"


@pytest.fixture
def story(newsroom):  # noqa: F811
    make_user("ben", group="Editor", first_name="Ben", last_name="Cole")
    get_user_model().objects.filter(username="anna").update(first_name="Anna", last_name="Berg")
    return make_article("Harbour opens", status=Status.DRAFT, section=make_section("Ports"), body="<p>Ships came.</p>")


def open_form(page, name: str, story: Article) -> None:
    sign_in(page, name)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    body_of(page)


def headline(page):
    return page.get_by_label(HEADLINE, exact=True)


def type_into_body(page, text: str) -> None:
    go_to_the_end(page)
    page.keyboard.type(text)


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def kept(page) -> None:
    """Wait until the site has what was typed."""
    expect(page.locator("[data-kept]")).to_contain_text("What you type is kept.")


def test_two_editors_save_at_once_and_nothing_is_lost(story, open_page):
    anna, ben = open_page(), open_page()
    open_form(anna, "anna", story)
    open_form(ben, "ben", story)
    type_into_body(anna, " Anna counted them.")
    headline(ben).fill("Ships come home")
    type_into_body(ben, " Ben watched.")

    save(anna)
    anna.wait_for_url("**/admin/articles/article/")
    save(ben)
    expect(ben.get_by_role("heading", name="Anna Berg has saved revision 2 while you were writing")).to_be_visible()
    expect(headline(ben)).to_have_value("Ships come home")
    expect(body_of(ben)).to_contain_text("Ships came. Ben watched.")
    expect(ben.locator(".difference").filter(has_text="Anna counted them.").first).to_be_visible()

    story.refresh_from_db()
    assert (story.headline, story.body) == ("Harbour opens", "<p>Ships came. Anna counted them.</p>")
    mine = story.revisions.get(state=Revision.State.SET_ASIDE).content
    assert (mine["headline"], mine["body"]) == ("Ships come home", "<p>Ships came. Ben watched.</p>")

    type_into_body(ben, " Anna counted them.")
    save(ben)
    ben.wait_for_url("**/admin/articles/article/")
    story.refresh_from_db()
    assert (story.headline, story.body) == (
        "Ships come home",
        "<p>Ships came. Ben watched. Anna counted them.</p>",
    )


def test_taking_over_keeps_the_others_text_and_tells_both(story, open_page):
    anna, ben = open_page(), open_page()
    open_form(ben, "ben", story)
    type_into_body(ben, " Ben is still at it")
    kept(ben)

    open_form(anna, "anna", story)
    expect(anna.locator(".sitting")).to_contain_text("Ben Cole is editing this since")
    anna.get_by_role("button", name="Take over from Ben Cole").click()
    expect(anna.get_by_text("What they had not saved is revision 1.")).to_be_visible()

    type_into_body(ben, " and goes on.")
    expect(ben.locator(".sitting")).to_contain_text("Anna Berg has taken this story over.")
    save(ben)
    expect(ben.get_by_text("Somebody has taken this story over since you opened it.")).to_be_visible()

    story.refresh_from_db()
    assert story.body == "<p>Ships came.</p>"
    bodies = [revision.content["body"] for revision in story.revisions.filter(state="set_aside").order_by("number")]
    assert bodies == ["<p>Ships came. Ben is still at it</p>", "<p>Ships came. Ben is still at it and goes on.</p>"]


def test_a_browser_that_dies_while_typing_loses_a_few_seconds_at_most(story, open_page):
    page = open_page()
    open_form(page, "anna", story)
    headline(page).fill("Half a headline")
    type_into_body(page, " And then the power")
    kept(page)
    page.context.close()  # no page says good-bye

    again = open_page()
    open_form(again, "anna", story)
    expect(again.locator(".sitting")).to_contain_text("You have unsaved text of")
    again.get_by_role("button", name="Restore it").click()
    expect(again.get_by_text("This is your unsaved text.").first).to_be_visible()
    expect(headline(again)).to_have_value("Half a headline")
    expect(body_of(again)).to_have_text("Ships came. And then the power")
    save(again)
    again.wait_for_url("**/admin/articles/article/")

    story.refresh_from_db()
    assert (story.headline, story.body) == ("Half a headline", "<p>Ships came. And then the power</p>")
    assert not Sitting.objects.filter(typed_at__isnull=False).exists()


def test_text_of_a_new_story_outlives_its_browser(story, open_page):
    page = open_page()
    sign_in(page, "rita")
    page.goto("/admin/articles/article/add/")
    headline(page).fill("Brand new")
    kept(page)
    page.context.close()

    again = open_page()
    sign_in(again, "rita")
    again.goto("/admin/articles/article/add/")
    again.get_by_role("button", name="Restore it").click()

    expect(headline(again)).to_have_value("Brand new")


def test_a_session_that_ends_during_a_long_edit_loses_nothing(story, open_page, watch):
    watch.expect(NOBODY_ASKED)
    page = open_page()
    open_form(page, "anna", story)
    type_into_body(page, " Written before.")
    kept(page)
    Session.objects.all().delete()
    type_into_body(page, " Written after.")

    save(page)
    expect(page.locator("[data-signed-out]")).to_be_visible()
    expect(body_of(page)).to_have_text("Ships came. Written before. Written after.")
    assert Article.objects.get(pk=story.pk).body == "<p>Ships came.</p>"

    other = page.context.new_page()  # the same browser, another tab
    sign_in(other, "anna")
    save(page)
    page.wait_for_url("**/admin/articles/article/")
    assert Article.objects.get(pk=story.pk).body == "<p>Ships came. Written before. Written after.</p>"


def test_what_was_typed_without_a_session_is_there_after_the_next_sign_in(story, open_page, watch):
    watch.expect(NOBODY_ASKED)
    page = open_page()
    open_form(page, "anna", story)
    Session.objects.all().delete()
    type_into_body(page, " Nobody was signed in.")
    expect(page.locator("[data-signed-out]")).to_be_visible()
    page.goto("/admin/")  # they give up and sign in anew

    open_form(page, "anna", story)
    expect(page.locator(".sitting")).to_contain_text("You have unsaved text of")
    page.get_by_role("button", name="Restore it").click()

    expect(body_of(page)).to_have_text("Ships came. Nobody was signed in.")


def test_leaving_the_page_keeps_what_was_just_typed(story, open_page):
    page = open_page()
    open_form(page, "anna", story)
    headline(page).fill("Just now")
    page.goto("/admin/")

    open_form(page, "anna", story)
    page.get_by_role("button", name="Restore it").click()

    expect(headline(page)).to_have_value("Just now")


def test_looking_at_a_story_leaves_no_unsaved_text(story, open_page):
    page = open_page()
    open_form(page, "anna", story)
    headline(page).click()
    body_of(page).click()
    page.keyboard.press("End")
    page.goto("/admin/")
    open_form(page, "anna", story)

    expect(page.locator(".sitting")).not_to_contain_text("unsaved text")
    assert not Sitting.objects.filter(typed_at__isnull=False).exists()


def test_update_is_written_reviewed_and_published(story, open_page):
    live = make_article("Live headline", section=story.section, body="<p>Live text.</p>")
    anna, ben, reader = open_page(), open_page(), open_page(java_script_enabled=False)
    open_form(anna, "anna", live)
    headline(anna).fill("Next headline")
    anna.get_by_role("button", name="Submit update").click()
    anna.get_by_text("Update submitted for review.").wait_for()
    reader.goto(live.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("Live headline")

    open_form(ben, "ben", live)
    expect(ben.get_by_text("You are editing a working copy of a published story.")).to_be_visible()
    ben.get_by_role("link", name="What is different").click()
    expect(ben.get_by_role("region", name="Headline").locator("ins")).to_have_text("Next")
    ben.go_back()
    ben.get_by_role("button", name="Publish update").click()
    ben.get_by_text("Update published.").wait_for()

    reader.goto(live.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("Next headline")
    expect(reader.get_by_role("main")).to_contain_text(re.compile("updated", re.IGNORECASE))
