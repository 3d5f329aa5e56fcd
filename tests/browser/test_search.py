"""Searching in a browser: suggestions while one types, filters, and all of it without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories():
    world = make_section("World")
    ports = make_topic("Ports", parent=world)
    make_article("Harbour reopens", topics=[ports], authors=[make_author("Porter Vale")], tags=["portage"], hours_ago=1)
    for n in range(25):
        make_article(f"Harbour news {n:02}", section=world, topics=[world], hours_ago=n + 2)


def field(page):
    return page.locator(".finder").get_by_label("Words to look for")


def offers(page, **which):
    return page.get_by_role("listbox", name="Topics, authors and tags").get_by_role("option", **which)


def test_names_are_offered_while_one_types_and_lead_to_their_pages(open_page, stories):
    page = open_page()
    page.goto("/search/")
    field(page).press_sequentially("por")

    expect(offers(page)).to_have_text(["Ports Topic", "Porter Vale Author", "portage Tag"])
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("Suggestions below the field: 3")).to_have_attribute("role", "status")

    field(page).press("ArrowDown")
    field(page).press("ArrowDown")
    expect(offers(page, selected=True)).to_have_text("Porter Vale Author")
    expect(field(page)).to_have_attribute("aria-activedescendant", "id_q_offers_1")

    field(page).press("Enter")
    expect(page).to_have_url(re.compile("/authors/porter-vale/$"))


def test_suggestions_can_be_put_away_and_the_words_searched_for(open_page, stories):
    page = open_page()
    page.goto("/search/")
    field(page).press_sequentially("por")
    expect(offers(page)).to_have_count(3)

    field(page).press("ArrowUp")
    expect(offers(page, selected=True)).to_have_text("portage Tag")
    field(page).press("Escape")
    expect(offers(page)).to_have_count(0)
    expect(field(page)).to_have_value("por")
    expect(field(page)).to_have_attribute("aria-expanded", "false")

    field(page).fill("harbour")
    field(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=harbour"))
    expect(page.get_by_role("heading", name="26 stories")).to_be_visible()


def test_suggestion_is_taken_with_the_pointer(open_page, stories):
    page = open_page()
    page.goto("/search/")
    field(page).press_sequentially("ports")

    offers(page, name="Ports Topic").click()

    expect(page).to_have_url(re.compile("/topics/ports/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_search_is_narrowed_paged_and_widened_again(open_page, stories, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/search/?q=harbour")
    page.get_by_role("navigation", name="Narrow the search").get_by_role("link", name="Ports").click()
    expect(page.locator(".findings__headline")).to_have_text(["Harbour reopens"])
    expect(page.locator(".findings__headline mark")).to_have_text(["Harbour"])

    page.get_by_role("link", name="Remove: Ports").click()
    page.get_by_role("link", name="Newest").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".findings__headline")).to_have_text([f"Harbour news {n:02}" for n in range(19, 25)])

    page.get_by_text("Narrow the search by section").click()
    page.get_by_label("Author", exact=True).fill("Porter Vale")
    page.get_by_role("button", name="Search with these").click()
    expect(page.locator(".findings__headline")).to_have_text(["Harbour reopens"])
    expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")


def test_facets_are_folded_on_a_phone(open_page, stories):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/search/?q=harbour")
    ports = page.locator(".facets[data-folded]").get_by_role("link", name="Ports")
    expect(ports).to_be_hidden()

    page.get_by_text("What these stories are about").click()

    expect(ports).to_be_visible()
    expect(page.get_by_role("navigation", name="Narrow the search")).to_be_hidden()
