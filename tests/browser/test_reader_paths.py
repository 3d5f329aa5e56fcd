"""The main paths of a reader, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from articles.writing import prepare
from tests.browser.stream import headlines
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories():
    """Fifty stories in two sections, the newest of them on two pages."""
    world, economy = make_section("World", order=1), make_section("Economy", order=2)
    ports = make_topic("Ports", parent=economy)
    for n in range(50, 1, -1):
        make_article(f"Story {n:02}", section=(world, economy)[n % 2], hours_ago=n)
    newest = make_article("Newest story", section=economy, topics=[ports], authors=[make_author()], hours_ago=1)
    newest.body = "<p>First page.</p><h2>Why it matters</h2><p>It does.</p><hr class='page-break'><p>Second page.</p>"
    prepare(newest)
    newest.save()
    return newest


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_reader_cuts_the_stream_and_keeps_it(open_page, stories, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/")
    page.get_by_role("link", name="Use filter").first.click()
    page.get_by_label("All of World").check()
    if not javascript:
        page.get_by_role("button", name="Show these topics").click()
    page.wait_for_url(re.compile(r"/news/\?topic=world$"))

    expect(page.locator("[data-chosen]")).to_contain_text("World")
    expect(headlines(page)).to_have_text([f"Story {n:02}" for n in range(2, 42, 2)])

    page.get_by_role("button", name="Save to my feed").click()

    expect(page).to_have_url(re.compile("/my/$"))
    expect(page.get_by_role("status").first).to_contain_text("Your feed follows 1 more topic.")
    expect(headlines(page)).to_have_text([f"Story {n:02}" for n in range(2, 42, 2)])


def test_reader_walks_from_the_front_to_the_second_page_and_on_to_a_topic(plain_page, stories):
    plain_page.goto("/")
    plain_page.get_by_role("link", name="Newest story").first.click()
    expect(plain_page.locator("h1")).to_have_text("Newest story")
    expect(plain_page.get_by_text("2 pages in this article").first).to_be_visible()

    plain_page.get_by_role("link", name="Page 2").first.click()
    expect(plain_page.get_by_text("Second page.")).to_be_visible()

    plain_page.get_by_role("link", name="Ports").first.click()
    expect(plain_page.locator("h1")).to_have_text("Ports")


def test_times_follow_the_readers_zone(plain_page, stories):
    plain_page.goto("/news/")
    plain_page.get_by_role("link", name=re.compile("time zone", re.IGNORECASE)).first.click()
    plain_page.get_by_label("Show times in").select_option("Asia/Tokyo")
    plain_page.get_by_role("button", name="Use this zone").click()

    expect(plain_page).to_have_url(re.compile("/news/$"))
    expect(plain_page.locator("[data-stream] .entry time")).to_have_count(20)
    expect(plain_page.locator("[data-stream] .entry time[datetime$='+0900']")).to_have_count(20)


@pytest.mark.parametrize("address", ["/nothing/", "/news/1/x/2/3/"])
def test_lost_reader_finds_a_way_back(plain_page, stories, watch, address):
    watch.expect("404 (Not Found)")

    plain_page.goto(address)

    expect(plain_page.locator("h1")).to_be_visible()
    plain_page.get_by_role("link", name="All news").first.click()
    expect(plain_page.locator("h1")).to_have_text("All news")
