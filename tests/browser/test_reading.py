"""The pages of readers in a real browser: with JavaScript, and the same ways without it."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import OutsideLink
from tests.browser.stream import headlines
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

STORIES = 47


@pytest.fixture
def newsroom():
    """A stream of more than two pages; the newest story has everything, every third one is Sport."""
    world, sport = make_section("World"), make_section("Sport")
    ports = make_topic("Ports", parent=world)
    for number in range(STORIES, 1, -1):
        section = sport if number % 3 == 0 else world
        make_article(f"Story {number}", section=section, topics=[section], hours_ago=number)
    story = make_article(
        "Harbour reopens",
        section=world,
        topics=[world, ports],
        tags=["shipping"],
        authors=[make_author()],
        is_breaking=True,
        dateline_city="Averil",
        body='<p>Opening.</p><h2>The storm</h2><p>It passed.</p><hr class="page-break"><p>Next page.</p>',
    )
    OutsideLink.objects.create(article=story, outlet="The Gazette", title="Ships move", url="https://gazette.example/")
    return story


def days(page) -> list[str]:
    return page.locator("[data-stream] .stream__date").all_inner_texts()


def numbered(*numbers) -> list[str]:
    return [f"Story {number}" for number in numbers]


def show_more(page, count: int) -> None:
    page.get_by_role("link", name="Show more").click()
    expect(headlines(page)).to_have_count(count)


def test_show_more_appends_the_next_stories(page, newsroom):
    page.goto("/news/")

    show_more(page, 40)

    expect(headlines(page)).to_have_text(["Harbour reopens", *numbered(*range(2, 41))])
    assert len(days(page)) == len(set(days(page)))
    expect(page.get_by_role("link", name="Story 21")).to_be_focused()
    expect(page.locator("show-more [role=status]")).to_have_text("Stories added: 20")

    show_more(page, STORIES)

    expect(page.get_by_role("link", name="Show more")).to_have_count(0)


def test_going_back_finds_the_stories_that_were_loaded(page, newsroom):
    page.goto("/news/")
    show_more(page, 40)

    page.get_by_role("link", name="Story 33").click()
    page.wait_for_url("**/story-33/")
    page.go_back()

    expect(headlines(page)).to_have_text(["Harbour reopens", *numbered(*range(2, 41))])


def test_show_more_follows_the_link_when_the_part_does_not_come(page, newsroom, watch):
    watch.expect("net::ERR_FAILED")
    page.route("**/news/part/**", lambda route: route.abort())
    page.goto("/news/")

    page.get_by_role("link", name="Show more").click()

    expect(page).to_have_url(re.compile(r"/news/\?before="))
    expect(headlines(page).first).to_have_text("Story 21")


def test_ticking_a_topic_cuts_the_stream_and_the_address_goes_along(page, site, newsroom):
    page.goto("/news/#filter")
    sport = numbered(*range(3, STORIES + 1, 3))

    page.get_by_role("checkbox", name="All of Sport").check()

    expect(headlines(page)).to_have_text(sport)
    expect(page).to_have_url(f"{site}/news/?topic=sport")
    expect(page.locator(".chosen__name")).to_have_text(["Sport"])
    expect(page.locator("use-filter > [role=status]")).to_have_text("Stories shown: 15")

    page.go_back()

    expect(headlines(page)).to_have_count(20)
    expect(page.get_by_role("checkbox", name="All of Sport")).not_to_be_checked()
    expect(page.locator(".chosen__name")).to_have_count(0)


def test_typing_finds_a_topic_in_the_filter(page, newsroom):
    page.goto("/news/#filter")

    page.get_by_label("Find a topic").fill("por")

    expect(page.locator(".choices__item:visible")).to_have_text(["All of Sport", "Ports"])


def test_filter_and_feed_work_without_javascript(plain_page, site, newsroom):
    plain_page.goto("/news/#filter")

    plain_page.get_by_role("checkbox", name="All of Sport").check()
    plain_page.get_by_role("button", name="Show these topics").click()

    expect(plain_page).to_have_url(f"{site}/news/?topic=sport")
    expect(headlines(plain_page)).to_have_text(numbered(*range(3, STORIES + 1, 3)))

    plain_page.get_by_role("button", name="Save to my feed").click()

    expect(plain_page).to_have_url(f"{site}/my/")
    expect(headlines(plain_page)).to_have_text(numbered(*range(3, STORIES + 1, 3)))


def test_link_of_a_story_is_copied(open_page, site, newsroom):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(newsroom.get_absolute_url())

    page.get_by_role("button", name="Copy link").click()

    page.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == site + newsroom.get_absolute_url()
