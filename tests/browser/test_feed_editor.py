"""The rule editor and the reader's feeds as readers meet them, with JavaScript and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.feeds.keeping import create_feed
from newsportal.feeds.rules import Choice, Rules
from tests.browser.barriers import RULES
from tests.browser.stream import headlines
from tests.factories import make_article, make_author, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stories(site):
    world, sport = make_section("World"), make_section("Sport")
    sailing = make_topic("Sailing", parent=sport)
    make_article("Grain leaves port", topics=[world], section=world, tags=["Harbour", "Harvest"], hours_ago=1)
    make_article("Sailors race", topics=[sailing, world], section=sport, hours_ago=2)
    make_article("Cup final", topics=[sport], section=sport, authors=[make_author("Ada Reed")], hours_ago=3)


@pytest.fixture
def sign_in(client, site):
    def sign_in(page, user):
        client.force_login(user)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])

    return sign_in


def side(page, name):
    return page.get_by_role("group", name=name, exact=True)


def said(page):
    return page.locator("[data-said]")


def wait_for_count(page, shown):
    expect(said(page)).to_have_text(f"In the last 7 days this shows {shown} of 3 stories.")


def violations(page) -> list:
    return [
        (found["id"], found["nodes"][0]["target"]) for found in Axe().run(page, options=RULES).response["violations"]
    ]


def test_rules_are_seen_before_they_are_saved(page):
    page.goto("/my/edit/")
    wait_for_count(page, 0)

    side(page, "Show me").get_by_label("All of World").check()
    wait_for_count(page, 2)
    side(page, "Never show me").get_by_label("Words or phrases").fill("sailors")
    wait_for_count(page, 1)

    assert page.locator(".preview__why").all_inner_texts() == ["World", "muted: “sailors”"]
    assert page.locator("live-preview > [role=status]").inner_text() == said(page).inner_text()
    assert page.evaluate("document.activeElement.name") == "mute_words"

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: the feed has 2 rules.")).to_be_visible()
    expect(headlines(page)).to_have_text(["Grain leaves port"])


def test_rules_are_seen_before_they_are_saved_without_javascript(plain_page):
    page = plain_page
    page.goto("/my/edit/")
    side(page, "Show me").get_by_label("All of World").check()
    page.get_by_label("Tags", exact=True).fill("harvest, nowhere")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("No tag is called “nowhere”.").first).to_be_visible()
    wait_for_count(page, 2)

    page.get_by_label("Tags", exact=True).fill("harvest")
    page.get_by_label("Words or phrases never to show").fill('"cup final"\nsailors')
    page.get_by_role("button", name="Save", exact=True).click()

    expect(headlines(page)).to_have_text(["Grain leaves port"])
    page.goto("/my/edit/")
    assert page.get_by_label("Tags", exact=True).input_value() == "Harvest"
    assert side(page, "Show me").get_by_label("All of World").is_checked()


def test_tags_are_offered_added_and_removed_as_chips(page):
    page.goto("/my/edit/")
    tags = page.get_by_label("Tags", exact=True)
    tags.press_sequentially("har")
    page.locator("#id_tags_offered option").nth(1).wait_for(state="attached")
    assert page.locator("#id_tags_offered option").evaluate_all("all => all.map((one) => one.value)") == [
        "Harbour",
        "Harvest",
    ]

    tags.fill("harbour")
    tags.press("Enter")
    tags.press_sequentially("Harvest,")

    wait_for_count(page, 1)
    assert page.locator("[name=tags]").input_value() == "harbour\nHarvest"
    page.get_by_role("button", name="Remove Harvest").click()
    assert page.locator("[name=tags]").input_value() == "harbour"
    assert page.evaluate("document.activeElement.id") == "id_tags_entry"
    assert page.url.endswith("/my/edit/")


def test_name_left_in_its_field_is_saved(page):
    page.goto("/my/edit/")
    page.get_by_label("Authors", exact=True).fill("Ada Reed")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(headlines(page)).to_have_text(["Cup final"])


def test_topics_are_found_in_each_list(page):
    page.goto("/my/edit/")

    page.get_by_label("Find a topic to show").fill("sail")

    shown = side(page, "Show me").locator("label.choices__item:visible")
    assert shown.all_inner_texts() == ["Sailing"]
    assert page.locator("[name=mute_topic]").count() == page.locator("[name=topic]").count() == 3
    shown.click()
    assert side(page, "Show me").locator(".count").inner_text().split()[0] == "1"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_account_makes_arranges_and_deletes_feeds(open_page, sign_in, java_script_enabled):
    page = open_page(java_script_enabled=java_script_enabled)
    user = make_user()
    create_feed(user, name="World", rules=Rules(Choice(("world",))))
    sign_in(page, user)
    page.goto("/my/feeds/")
    page.get_by_label("Name of the feed").last.fill("Sport")
    page.get_by_role("button", name="Make it").click()
    side(page, "Show me").get_by_label("All of Sport").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(headlines(page)).to_have_text(["Sailors race", "Cup final"])

    page.get_by_role("link", name="Your feeds").click()
    names = page.locator(".feeds__name")
    page.get_by_role("button", name="Move Sport up").click()
    expect(names).to_have_text(["Sport", "World"])
    page.get_by_role("button", name="Show first Sport").click()
    expect(page.get_by_role("button", name="Show first Sport")).to_have_count(0)
    page.goto("/my/")
    feeds = page.get_by_role("navigation", name="Your feeds").get_by_role("link")
    expect(feeds).to_have_text(["Sport", "World"])

    page.goto("/my/feeds/")
    page.locator("summary", has_text="World").click()
    page.get_by_role("button", name="Delete “World” for good").click()
    expect(page.get_by_text("“World” was deleted.")).to_be_visible()
    expect(names).to_have_text(["Sport"])


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_are_accessible(open_page, sign_in, width, scheme):
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    user = make_user()
    rules = Rules(Choice(("world", "gone"), ("harbour",), ("ada-reed",), ("grain",)), Choice(words=("sailors",)))
    create_feed(user, name="World", rules=rules)
    create_feed(user, name="Empty")
    sign_in(page, user)

    found = {}
    for address in ("/my/", "/my/empty/", "/my/edit/", "/my/feeds/"):
        page.goto(address)
        found[address] = violations(page), page.evaluate("document.documentElement.scrollWidth")

    assert found == dict.fromkeys(found, ([], width))
