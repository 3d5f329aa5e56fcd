"""The whole way of a reader's feed, from the first filter to an address that is switched off."""

import re

import feedparser
import pytest
from playwright.sync_api import expect

from tests.browser.stream import headlines
from tests.factories import make_article, make_section, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "lantern-harbour-42"


@pytest.fixture
def stories():
    world, sport = make_section("World", order=1), make_section("Sport", order=2)
    football = make_topic("Football", parent=sport)
    make_article("Match of nations", section=world, topics=[football], hours_ago=1)
    make_article("Ships leave port", section=world, hours_ago=2)
    make_article("Race on ice", section=sport, hours_ago=3)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filter_becomes_a_feed_that_goes_along_into_the_account_and_out_to_a_feed_reader(
    open_page, watch, stories, javascript
):
    page = open_page(java_script_enabled=javascript)

    # Filters, and keeps the filter.
    page.goto("/news/?topic=world")
    page.get_by_role("button", name="Save to my feed").click()
    expect(page).to_have_url(re.compile("/my/$"))
    expect(headlines(page)).to_have_text(["Match of nations", "Ships leave port"])

    # Comes back another time, with the same browser.
    again = page.context.new_page()
    page.close()
    again.goto("/my/")
    expect(headlines(again)).to_have_text(["Match of nations", "Ships leave port"])

    # Mutes a topic where a story about it stands.
    again.get_by_role("link", name="Match of nations").click()
    again.get_by_role("button", name="Mute Football").click()
    expect(again.get_by_text("Your feed leaves out Football now.").filter(visible=True)).to_be_visible()
    again.goto("/my/")
    expect(headlines(again)).to_have_text(["Ships leave port"])

    # Signs up, and finds the feed.
    again.goto("/accounts/signup/?next=/my/")
    again.locator("[name=email]").fill("ada@readers.example")
    again.locator("[name=password1]").fill(PASSWORD)
    again.locator("main form button[type=submit]").first.click()
    expect(again).to_have_url(re.compile("/my/$"))
    expect(headlines(again)).to_have_text(["Ships leave port"])

    # Reads it in a feed reader, until the address is switched off.
    again.goto("/my/my-feed/delivery/")
    again.get_by_role("button", name="Make private addresses").click()
    address = again.get_by_role("link", name=re.compile(r"\.rss$")).get_attribute("href")
    feed = feedparser.parse(again.request.get(address).body())
    assert [entry.title for entry in feed.entries] == ["Ships leave port"]
    again.get_by_role("button", name="Switch them off").click()
    expect(again.get_by_role("status").first).to_contain_text("The private addresses lead nowhere now.")
    assert again.request.get(address).status == 404
