"""The home page's desk in a browser, with keys alone, by dragging and without JavaScript; and the breaking bar."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from newsportal.home.breaking import announce
from newsportal.home.breaking import bar as kept_bar
from newsportal.home.models import BreakingBar, Placement
from newsportal.home.placing import move, place
from tests.browser.barriers import overflows, problems_of
from tests.browser.test_desk import faults_of, newsroom, sign_in  # noqa: F401 - a fixture
from tests.factories import make_article, make_section, make_user

DESK = "/admin/home/placement/"


@pytest.fixture(autouse=True)
def cold_bar(warm_strips):
    kept_bar.forget()


@pytest.fixture
def stories(newsroom):  # noqa: F811
    section = make_section("World")
    return [make_article(f"Story {n}", section=section, hours_ago=n + 1) for n in range(8)]


def slot(page, number: int):
    return page.locator(f"[data-slot='{number}']")


def in_slots() -> dict[int, str]:
    return dict(Placement.objects.order_by("slot").values_list("slot", "article__headline"))


def top_headlines(page) -> list[str]:
    page.goto("/")
    return page.locator(".front__lead h2, .front__top h2").all_inner_texts()


def test_story_is_placed_and_moved_with_the_keyboard_alone(stories, page):
    sign_in(page, "anna")
    page.goto(DESK)

    page.get_by_role("searchbox", name="Search the published stories").focus()
    page.keyboard.type("Story 7")
    page.keyboard.press("Enter")
    expect(page.locator(".story")).to_have_count(1)
    choice = page.get_by_role("combobox", name="Slot for: Story 7")
    choice.focus()
    page.keyboard.type("Top 2")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Place: Story 7")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("“Story 7” stands in this slot now: Top 2.")
    expect(page.get_by_role("button", name="Move up to Top 1: Story 7")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("“Story 7” stands in this slot now: Top 1.")
    expect(page.get_by_role("button", name="Move up to Lead: Story 7")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move down to Top 1: Story 7")).to_be_focused()

    assert in_slots() == {0: "Story 7"}
    assert top_headlines(page) == ["Story 7", "Story 0", "Story 1", "Story 2", "Story 3"]


def test_slots_are_arranged_without_java_script(stories, plain_page, watch):
    page = plain_page
    watch.expect("400")
    sign_in(page, "anna")
    page.goto(DESK)

    page.get_by_role("button", name="Keep here: Story 1").click()
    page.get_by_text("“Story 1” stands in this slot now: Top 1.").wait_for()
    page.get_by_role("button", name="Move up to Lead: Story 1").click()
    page.get_by_text("“Story 1” stands in this slot now: Lead.").wait_for()
    page.get_by_role("link", name="Set the end: Story 1").click()
    page.get_by_label("Date").fill("2020-01-01")
    page.get_by_label("Time").fill("12:00")
    page.get_by_role("button", name="Save the end").click()
    page.get_by_text("This moment has passed.").wait_for()
    expect(page.get_by_label("Date")).to_have_value("2020-01-01")
    page.get_by_label("Date").fill("2199-01-01")
    page.get_by_role("button", name="Save the end").click()
    page.get_by_text("“Story 1” stands until").wait_for()

    assert in_slots() == {0: "Story 1"}
    assert Placement.objects.get().until.year == 2199


def drag(page, handle, onto) -> None:
    box = onto.bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
    expect(onto).to_have_attribute("data-over", "")


def test_stories_are_dragged_into_slots_and_between_them(stories, page):
    place(stories[5], slot=0)
    sign_in(page, "anna")
    page.goto(DESK)

    drag(page, slot(page, 0).locator("[data-handle]"), slot(page, 2))
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("“Story 5” stands in this slot now: Top 2.")
    drag(page, page.locator(".story[data-story]", has_text="Story 0").locator("[data-handle]"), slot(page, 1))
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("“Story 0” stands in this slot now: Top 1.")
    drag(page, slot(page, 2).locator("[data-handle]"), slot(page, 0))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("[data-over], [data-dragged]")).to_have_count(0)

    assert in_slots() == {1: "Story 0", 2: "Story 5"}


def test_second_of_two_editors_sees_what_the_first_did_and_does_it_again(stories, page, watch):
    watch.expect("409")
    place(stories[5], slot=0)
    sign_in(page, "anna")
    page.goto(DESK)
    move(stories[5].pk, to=3, by=make_user("otto", group="Editor"))

    page.get_by_role("button", name="Remove: Story 5").click()
    expect(page.get_by_role("status")).to_contain_text("Otto changed the home page")
    expect(slot(page, 3).locator(".slot__headline")).to_have_text("Story 5")
    assert in_slots() == {3: "Story 5"}
    page.get_by_role("button", name="Remove: Story 5").click()
    expect(page.get_by_role("status")).to_have_text("“Story 5” is removed: the stream fills the slot.")

    assert in_slots() == {}


def test_whoever_is_signed_out_meanwhile_is_asked_to_sign_in(stories, page, watch):
    sign_in(page, "anna")
    page.goto(DESK)
    page.context.clear_cookies()
    watch.expect("403")

    page.get_by_role("button", name="Keep here: Story 1").click()
    page.wait_for_url(lambda url: "placement" in url and "#" not in url)

    assert in_slots() == {}


def test_breaking_bar_is_announced_and_goes_by_itself(stories, open_page):
    editor, reader = open_page(), open_page(java_script_enabled=False)
    sign_in(editor, "anna")
    editor.goto(DESK)
    editor.get_by_role("link", name="Announce").click()
    editor.get_by_label("Text:").fill("Strait of Ormery closed")
    editor.get_by_label("Or address:").fill("/news/")
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.get_by_text("The breaking bar stands over every page now.").wait_for()

    reader.goto("/")
    bar = reader.get_by_role("region", name="Breaking news")
    expect(bar).to_have_text("Breaking Strait of Ormery closed")
    bar.get_by_role("link").click()
    reader.wait_for_url("**/news/")
    expect(bar).to_be_visible()
    editor.get_by_role("button", name="End now").click()
    editor.get_by_text("The breaking bar is off all pages.").wait_for()
    reader.reload()
    expect(bar).to_have_count(0)

    end = timezone.now() + datetime.timedelta(seconds=3)
    announce(BreakingBar(text="Strait of Ormery open", until=end))
    reader.reload()
    expect(bar).to_have_text("Breaking Strait of Ormery open")
    reader.wait_for_timeout(max(0, (end - timezone.now()).total_seconds()) * 1000)
    reader.reload()
    expect(bar).to_have_count(0)


def test_breaking_bar_is_not_printed(stories, page):
    announce(BreakingBar(text="Strait closed", until=timezone.now() + datetime.timedelta(hours=1)))
    page.goto("/")

    expect(page.locator(".breaking")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".breaking")).to_be_hidden()


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_on_a_page_with_a_bar(stories, open_page, scheme, width):
    text = "Strait of Ormery closed to all ships after the third collision in as many days"
    announce(BreakingBar(text=text, until=timezone.now() + datetime.timedelta(hours=1), address="/news/"))
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}

    for path in ("/", "/news/", stories[0].get_absolute_url()):
        page.goto(path)
        expect(page.get_by_role("region", name="Breaking news")).to_be_visible()
        found[path] = problems_of(page) | ({"overflow"} if overflows(page) else set())

    assert {path: problems for path, problems in found.items() if problems} == {}


@pytest.mark.accessibility
@pytest.mark.parametrize(
    ("name", "scheme", "width"), [("anna", "light", 1280), ("anna", "dark", 820), ("rita", "light", 820)]
)
def test_axe_finds_nothing_at_the_desk_of_the_home_page(stories, open_page, name, scheme, width):
    until = timezone.now() + datetime.timedelta(hours=1)
    bar = BreakingBar(text="Strait closed", until=until, article=stories[0])
    announce(bar)
    place(stories[5], slot=0, until=until)
    place(stories[6], slot=2)
    Placement.objects.filter(article=stories[6]).update(until=timezone.now())
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, name)
    found = {}

    paths = [DESK, f"{DESK}?end={stories[5].pk}", "/admin/home/breakingbar/"]
    paths += [f"/admin/home/breakingbar/{bar.pk}/change/"]
    for path in [*paths, "/admin/home/breakingbar/add/"] if name == "anna" else paths:
        page.goto(path)
        found[path] = faults_of(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
