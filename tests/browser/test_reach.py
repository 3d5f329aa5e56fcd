"""The main links on a phone: at the foot of the screen, in reach of the thumb, and in nobody's way."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["All news", "Topics", "My feed", "Use filter", "Search"]
# Where the bar stands, and whether its links are large enough for a thumb, on the screen, and in how many rows.
BAR = """(bar) => {
  const box = bar.getBoundingClientRect();
  const boxes = [...bar.querySelectorAll("a")].map((link) => link.getBoundingClientRect());
  return {
    fixed: getComputedStyle(bar).position === "fixed",
    atFoot: Math.abs(box.bottom - innerHeight) < 1 && box.width === document.documentElement.clientWidth,
    least: Math.min(...boxes.flatMap((link) => [link.width, link.height])) >= 44,
    inside: boxes.every((link) => link.left >= 0 && link.right <= innerWidth && link.bottom <= innerHeight + 0.5),
    rows: new Set(boxes.map((link) => Math.round(link.top))).size,
  };
}"""
END = "scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})"


@pytest.fixture
def stories():
    world = make_section("World")
    return [make_article(f"Story {number}", section=world, topics=[world], hours_ago=number) for number in range(30)]


def bar_of(page) -> dict:
    return page.locator(".masthead__main").evaluate(BAR)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("size", [(320, 568), (390, 844), (767, 1024)])
def test_main_links_stand_at_the_foot_of_a_phone(open_page, stories, size, direction):
    page = open_page(viewport={"width": size[0], "height": size[1]}, has_touch=True)
    page.goto("/news/")
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")

    assert bar_of(page) == {"fixed": True, "atFoot": True, "least": True, "inside": True, "rows": 1}
    assert page.locator(".masthead__main a").all_inner_texts() == NAMES


# The last two: a phone held sideways, and a page at 400 %, have no height to give away.
@pytest.mark.parametrize("size", [(768, 1024), (1280, 800), (700, 390), (320, 256)])
def test_main_links_stay_on_top_where_there_is_width_or_no_height(open_page, stories, size):
    page = open_page(viewport={"width": size[0], "height": size[1]})
    page.goto("/news/")

    assert bar_of(page)["fixed"] is False
    assert page.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"


def test_bar_of_large_text_takes_no_more_than_the_room_kept_for_it(open_page, stories):
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto("/news/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    bar = page.locator(".masthead__main").evaluate("(bar) => bar.getBoundingClientRect().height")

    assert bar_of(page) == {"fixed": True, "atFoot": True, "least": True, "inside": True, "rows": 2}
    assert bar <= page.evaluate("parseFloat(getComputedStyle(document.body).paddingBottom)")


def test_end_of_the_page_can_be_read_above_the_bar(open_page, stories):
    page = open_page(viewport={"width": 390, "height": 700})
    page.goto("/news/")

    page.evaluate(END)

    last = page.locator(".colophon__zone").bounding_box()
    assert last["y"] + last["height"] <= page.locator(".masthead__main").bounding_box()["y"]


def test_current_page_is_marked_in_the_bar(open_page, stories):
    page = open_page(viewport={"width": 390, "height": 700}, forced_colors="active")
    marks = """(bar) => {
      const ground = getComputedStyle(bar).backgroundColor;
      return [...bar.querySelectorAll("a")]
        .filter((link) => getComputedStyle(link).borderBlockStartColor !== ground)
        .map((link) => [link.textContent, link.ariaCurrent]);
    }"""
    found = {}

    for path in ("/", "/news/", "/topics/", "/my/", "/search/"):
        page.goto(path)
        found[path] = page.locator(".masthead__main").evaluate(marks)

    assert found == {
        "/": [],
        "/news/": [["All news", "page"]],
        "/topics/": [["Topics", "page"]],
        "/my/": [["My feed", "page"]],
        "/search/": [["Search", "page"]],
    }


def test_first_of_the_stories_loaded_in_place_is_not_behind_the_bar(open_page, stories):
    page = open_page(viewport={"width": 390, "height": 700})
    page.goto("/news/")
    link = page.locator("show-more a")
    before = page.locator(".entry").count()

    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".entry__link").nth(before)).to_be_focused()

    focused = page.locator(".entry__link:focus").bounding_box()
    assert focused["y"] + focused["height"] <= page.locator(".masthead__main").bounding_box()["y"]


def test_paper_has_no_bar_and_no_room_for_one(open_page, stories):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/news/")

    page.emulate_media(media="print")

    assert page.locator(".masthead__main").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"
