"""The list beside the form of an article, while somebody types and without a script."""

import re

from playwright.sync_api import expect

from articles.models import Status
from tests.browser.test_desk import body_of, newsroom, sign_in  # noqa: F401 - a fixture
from tests.factories import make_article, make_photo


def test_list_follows_what_is_typed_and_leads_to_the_fields(newsroom, page):  # noqa: F811
    photo = make_photo(credit="", caption="Quay")
    make_article("Bakers raise the price of bread")
    sign_in(page, "anna")
    page.goto("/admin/articles/article/add/")
    findings = page.locator(".proofreading__findings li")
    expect(findings).to_have_count(4)

    findings.get_by_text("The lead is missing.").click()
    expect(page.get_by_label("Lead:", exact=True)).to_be_focused()
    page.keyboard.type("A loaf costs a tenth more.")
    page.get_by_label("Headline:", exact=True).fill("Price of bread is raised by bakers")
    page.get_by_label("Section:", exact=True).select_option(label="Economy")
    expect(findings).to_have_text(
        [
            re.compile(r"^\s*The story has no text\.\s*warning\s*$"),
            re.compile(
                r"^\s*Is this the same story\? “Bakers raise the price of bread” \(published\)\s*Open it\s*note\s*$"
            ),
        ]
    )
    expect(page.locator("proof-reading [role=status]")).to_have_text("2 things to see to before publishing.")

    findings.get_by_text("The story has no text.").click()
    expect(body_of(page)).to_be_focused()
    page.keyboard.type("Flour is dear.")
    page.evaluate(
        "([id, name]) => { const { jQuery } = window.django; const field = jQuery('#id_lead_photo');"
        "field.append(new Option(name, id, true, true)).trigger('change'); }",
        [photo.pk, "Quay"],
    )
    expect(findings.first).to_contain_text("The photograph “Quay” has no credit.")
    expect(findings).to_have_count(2)
    findings.first.get_by_role("link").click()
    expect(page.locator(".field-lead_photo .select2-selection")).to_be_focused()


def test_list_is_there_without_java_script(newsroom, plain_page):  # noqa: F811
    article = make_article("Bread", status=Status.DRAFT, lead="")
    sign_in(plain_page, "anna")
    plain_page.goto(f"/admin/articles/article/{article.pk}/change/")

    expect(plain_page.locator(".proofreading__findings a")).to_have_text(
        ["The story needs a section or a topic.", "The lead is missing."]
    )
    plain_page.get_by_role("link", name="The lead is missing.").click()
    expect(plain_page.get_by_label("Lead:", exact=True)).to_be_focused()
