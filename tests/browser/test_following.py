"""Following, muting and saving from the pages that all readers share, and stories that come while a page is open."""

from __future__ import annotations

import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsportal.feeds.models import Feed, SavedArticle
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.views import following
from tests.browser.barriers import RULES
from tests.browser.stream import headlines
from tests.factories import HOUR, make_article, make_author, make_section, make_topic, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def story():
    world = make_section("World")
    ports = make_topic("Ports", parent=world)
    make_article("Economy story", section=make_section("Economy"), hours_ago=3)
    make_article("World story", section=world, topics=[world], hours_ago=2)
    return make_article("Harbour reopens", section=world, topics=[ports], tags=["grain"], authors=[make_author()])


@pytest.fixture
def reader(client):
    """A reader with an account; the client is signed in."""
    user = make_user()
    client.force_login(user)
    return user


def sign_in(page, client, site) -> None:
    """Let the browser have the session of the test client."""
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def said(page, text: str):
    return page.get_by_text(text, exact=False).filter(visible=True)


@WITH_AND_WITHOUT
def test_reader_follows_a_topic_and_mutes_a_tag_from_a_story(open_page, story, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/topics/world/")
    page.get_by_role("button", name="Follow World").click()
    expect(said(page, "Your feed follows World now.")).to_be_visible()
    page.goto("/my/")
    expect(headlines(page)).to_have_text(["Harbour reopens", "World story"])

    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Mute grain").click()
    expect(said(page, "Your feed leaves out grain now.")).to_be_visible()
    page.goto("/my/")

    expect(headlines(page)).to_have_text(["World story"])


def test_note_leads_to_the_feed_and_takes_the_act_back(plain_page, site, story):
    plain_page.goto("/tags/grain/")
    plain_page.get_by_role("button", name="Follow grain").click()
    expect(plain_page).to_have_url(f"{site}/tags/grain/#followed-tag:grain")
    expect(plain_page.locator(".notes__note:visible")).to_have_count(1)
    plain_page.locator(".notes__note:visible").get_by_role("link", name="My feed").click()
    expect(headlines(plain_page)).to_have_text(["Harbour reopens"])
    plain_page.go_back()

    plain_page.locator(".notes__note:visible").get_by_role("button", name="Undo").click()

    expect(said(plain_page, "Your feed has no rule about grain any more.")).to_be_visible()
    expect(plain_page.locator(".notes__note:visible")).to_have_count(1)


def test_note_of_a_name_in_another_script_is_found(plain_page):
    make_article("Story", topics=[make_topic("Київ і 東京")])
    plain_page.goto("/topics/київ-і-東京/")

    plain_page.get_by_role("button", name="Follow Київ і 東京").click()

    expect(said(plain_page, "Your feed follows Київ і 東京 now.")).to_be_visible()


def test_button_says_what_is_so_on_later_pages_and_undoes_it(page, site, story):
    page.goto("/topics/world/")
    page.get_by_role("button", name="Follow World").click()
    expect(page.get_by_role("button", name="Following World")).to_be_focused()
    expect(page).to_have_url(f"{site}/topics/world/")

    page.goto(story.get_absolute_url())
    following = page.get_by_role("button", name="Following World")
    expect(following).to_have_accessible_description("Press again to undo")
    following.click()

    expect(page.get_by_role("status").filter(has_text="Your feed has no rule about World any more.")).to_be_visible()
    expect(page.get_by_role("button", name="Follow World")).to_be_visible()
    page.goto("/topics/world/")
    expect(page.get_by_role("button", name="Follow World")).to_be_visible()


def test_own_pages_set_right_what_the_browser_remembers(page, client, site, story, reader):
    page.goto("/topics/world/")
    page.get_by_role("button", name="Mute World").click()
    expect(page.get_by_role("button", name="Muted World")).to_be_visible()
    page.context.clear_cookies()  # another device changed the feed meanwhile
    Feed.objects.create(owner=reader, name="Mine", slug="mine", is_default=True, rules=Rules(Choice(tags=("grain",))))
    sign_in(page, client, site)

    page.goto("/my/")
    page.goto(story.get_absolute_url())

    expect(page.get_by_role("button", name="Mute World")).to_be_visible()
    expect(page.get_by_role("button", name="Following grain")).to_be_visible()


def test_browser_forgets_what_was_followed_when_its_reader_signs_out(page, client, site, story, reader):
    sign_in(page, client, site)
    page.goto("/topics/world/")
    page.get_by_role("button", name="Follow World").click()
    expect(page.get_by_role("button", name="Following World")).to_be_visible()

    page.goto("/accounts/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.wait_for_load_state()  # with its scripts
    page.goto("/topics/world/")

    expect(page.get_by_role("button", name="Follow World")).to_be_visible()
    assert page.evaluate("localStorage.acts") == "{}"


def test_two_clicks_in_a_row_are_both_kept(page, story):
    page.goto(story.get_absolute_url())

    # Both before the first is answered.
    page.evaluate("""() => document.querySelectorAll("button[name=follow]").forEach((button) => button.click())""")

    for name in ("World", "Ports", "Ada Reed", "grain"):
        expect(page.get_by_role("button", name=f"Following {name}")).to_be_visible()
    page.goto("/my/")
    expect(page.locator("reader-acts[data-kinds]")).to_have_attribute(
        "data-followed", "topic:world topic:ports tag:grain author:ada-reed "
    )


def test_act_is_kept_when_its_page_is_left_before_the_answer(page, story, monkeypatch):
    left, change_feed = threading.Event(), following.change_feed
    monkeypatch.setattr(following, "change_feed", lambda *args, **named: left.wait(10) and change_feed(*args, **named))
    page.goto("/topics/world/")

    page.evaluate("""() => { document.querySelector("button[name=follow]").click(); location.assign("/zone/"); }""")
    page.wait_for_url("**/zone/")
    left.set()

    for _ in range(100):  # nobody is told when it arrives
        if any(cookie["name"] == "feed" for cookie in page.context.cookies()):
            break
        page.wait_for_timeout(50)
    page.goto("/my/")
    expect(headlines(page)).to_have_text(["Harbour reopens", "World story"])


def test_refusal_is_said_beside_the_button(page, watch, story):
    watch.expect("404 (Not Found)")
    page.goto("/topics/ports/")
    story.topic_rows.filter(topic__slug="ports").delete()
    Topic.objects.filter(slug="ports").delete()

    page.get_by_role("button", name="Follow Ports").click()

    expect(page.get_by_role("status").filter(has_text="There is no “ports” here to follow or mute.")).to_be_visible()
    expect(page.get_by_role("button", name="Follow Ports")).to_be_visible()


def test_act_goes_the_plain_way_when_the_script_cannot_send_it(page, site, watch, story):
    watch.expect("ERR_FAILED")
    page.goto("/topics/world/")
    page.route(
        "**/my/follow/", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )

    page.get_by_role("button", name="Follow World").click()

    expect(page).to_have_url(f"{site}/topics/world/#followed-topic:world")
    expect(said(page, "Your feed follows World now.")).to_be_visible()


@WITH_AND_WITHOUT
def test_reader_with_an_account_saves_a_story_and_finds_it(open_page, client, site, story, reader, javascript):
    page = open_page(java_script_enabled=javascript)
    sign_in(page, client, site)
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Save for later").click()
    expect(said(page, "The story is saved")).to_be_visible()
    if javascript:
        expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()

    page.goto("/my/saved/")
    expect(page.locator(".card__headline")).to_have_text(["Harbour reopens"])
    page.get_by_role("button", name="Remove Harbour reopens").click()

    expect(page.get_by_role("status").filter(has_text="The story is no longer saved.")).to_be_visible()
    assert SavedArticle.objects.count() == 0
    page.goto(story.get_absolute_url())
    expect(page.get_by_role("button", name="Save for later")).to_be_visible()


@WITH_AND_WITHOUT
def test_reader_without_an_account_is_led_to_the_sign_in(open_page, story, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto(story.get_absolute_url())

    page.get_by_role("button", name="Save for later").click()

    expect(page).to_have_url(re.compile(rf"/login/\?next=%2Fmy%2Fsaved%2F%3Fsave%3D{story.pk}$"))


def wait_a_minute(page) -> None:
    """Until the page has asked for new stories, and has its answer: only then it plans to ask again."""
    with page.expect_event("requestfinished", lambda request: "/new/" in request.url):
        page.clock.run_for(61_000)


@pytest.mark.parametrize("place", ["/news/", "/news/?topic=world", "/my/", "/my/other/"])
def test_open_page_shows_that_stories_came(page, client, site, story, reader, place):
    world = Rules(Choice(topics=("world",)))
    Feed.objects.create(owner=reader, name="Mine", slug="mine", is_default=True, rules=world)
    Feed.objects.create(owner=reader, name="Other", slug="other", order=1, rules=world)
    sign_in(page, client, site)
    page.clock.install()
    page.goto(place)
    link = page.locator(".newer__link")
    wait_a_minute(page)
    expect(link).to_be_hidden()
    top = page.locator(".entry").first.bounding_box()

    make_article("Just in", section=story.section, hours_ago=0)
    wait_a_minute(page)

    expect(link).to_have_text("Show 1 new story")
    expect(page.locator("new-stories").get_by_role("status")).to_have_text("Show 1 new story")
    assert page.locator(".entry").first.bounding_box() == top
    link.click()
    expect(headlines(page).first).to_have_text("Just in")
    expect(page).to_have_url(site + place)


def test_stream_that_was_cut_anew_is_asked_about_as_it_is_cut(page, story):
    page.clock.install()
    page.goto("/news/#filter")
    page.get_by_label("All of World").check()
    page.wait_for_url(re.compile(r"\?topic=world$"))
    expect(headlines(page)).to_have_text(["Harbour reopens", "World story"])
    make_article("Elsewhere", section=make_section("Sport"), hours_ago=0)
    make_article("Just in", section=story.section, hours_ago=0)

    wait_a_minute(page)

    expect(page.locator(".newer__link")).to_have_text("Show 1 new story")


def test_hidden_page_does_not_ask_and_errors_make_it_wait_longer(page, watch, errands, story):
    watch.expect("503 (Service Unavailable)")
    asked = []
    page.clock.install()
    page.goto("/news/")
    page.route("**/news/new/**", lambda route: (asked.append(route.request.url), route.fulfill(status=503)))

    def show(is_shown):
        page.evaluate(
            """(hidden) => {
              Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            not is_shown,
        )

    def asked_within(minutes) -> int:
        before = len(asked)
        for _ in range(minutes):
            page.clock.run_for(60_000)
            page.evaluate("() => fetch('/robots.txt').then((answer) => answer.text())")  # what was asked is on its way
            errands.wait(page)
        return len(asked) - before

    show(False)
    counts = [asked_within(5)]
    show(True)
    counts += [asked_within(1), asked_within(1), asked_within(1), asked_within(3), asked_within(4)]

    # At once, then after two minutes, then after four, then after eight.
    assert counts == [0, 1, 1, 0, 1, 0]


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_when_notes_and_news_are_shown(open_page, client, site, story, reader, scheme, width):
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, client, site)
    found = {}

    def look(name):
        violations = Axe().run(page, options=RULES).response["violations"]
        found[name] = [f"{rule['id']}: {node['target']}" for rule in violations for node in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found[name].append("overflow")

    page.goto("/topics/world/#followed-topic:world")
    look("note")
    page.get_by_role("button", name="Follow World").click()
    expect(page.get_by_role("button", name="Following World")).to_be_visible()
    look("following")
    page.goto(story.get_absolute_url() + "#saved")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    look("story")
    page.goto("/my/saved/")
    look("saved")
    feed = Feed.objects.get(owner=reader)
    Feed.objects.filter(pk=feed.pk).update(seen_at=story.published_at - HOUR / 2)
    page.goto("/my/")
    expect(page.get_by_text("You had read from here on")).to_be_visible()
    page.locator(".newer__link").evaluate(
        "(link) => { link.hidden = false; link.textContent = 'Show 20+ new stories'; }"
    )
    look("feed")

    assert {name: problems for name, problems in found.items() if problems} == {}
