"""Light or dark: the system's, until the reader chooses; and the choice is there before anything is painted."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db(transaction=True)

LIGHT, DARK = "rgb(253, 253, 252)", "rgb(16, 20, 23)"
# What the page is like at the moment its body begins.
WHEN_THE_BODY_BEGINS = """
new MutationObserver((_, observer) => {
  if (document.body) {
    observer.disconnect();
    window.begun = {
      theme: document.documentElement.dataset.theme,
      parsing: document.readyState === "loading",
      painted: performance.getEntriesByType("paint").length > 0,
    };
  }
}).observe(document, { childList: true, subtree: true });
"""
# The colours that browsers are told for their own frame, those that count now.
FRAME_COLOURS = """
[...document.querySelectorAll("meta[name=theme-color]")]
  .filter((meta) => matchMedia(meta.media).matches)
  .map((meta) => Object.assign(new Option().style, { color: meta.content }).color)
"""


@pytest.fixture(autouse=True)
def story():
    return make_article("Harbour reopens", section=make_section("World"))


def paper(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def chosen(page) -> str:
    return page.locator("theme-choice input:checked").evaluate("input => input.value")


@pytest.mark.parametrize(("scheme", "expected"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_system_decides_while_nothing_is_chosen(open_page, scheme, expected, javascript):
    page = open_page(color_scheme=scheme, java_script_enabled=javascript)

    page.goto("/")

    assert page.locator("theme-choice").is_visible() is javascript
    assert (paper(page), page.evaluate(FRAME_COLOURS)) == (expected, [expected])


@pytest.mark.parametrize(
    ("scheme", "name", "expected"),
    [("light", "Dark", DARK), ("dark", "Light", LIGHT), ("dark", "Dark", DARK), ("light", "Light", LIGHT)],
)
def test_choice_holds_on_every_page_from_its_beginning(open_page, story, scheme, name, expected):
    page = open_page(color_scheme=scheme)
    page.goto("/")
    page.get_by_role("group", name="Theme").get_by_role("radio", name=name).check()

    assert (paper(page), page.evaluate(FRAME_COLOURS)) == (expected, [expected])

    page.add_init_script(WHEN_THE_BODY_BEGINS)
    for path in ("/news/", story.get_absolute_url(), "/my/"):
        page.goto(path)

        assert page.evaluate("begun") == {"theme": name.lower(), "parsing": True, "painted": False}
        assert (paper(page), page.evaluate(FRAME_COLOURS), chosen(page)) == (expected, [expected], name.lower())


def test_error_page_wears_the_chosen_theme(page, watch):
    watch.expect("404 (Not Found)")
    page.goto("/")
    page.get_by_role("radio", name="Dark").check()

    page.goto("/nothing/")

    assert paper(page) == DARK


def test_reader_returns_to_the_systems_choice(open_page):
    page = open_page(color_scheme="light")
    page.goto("/")
    page.get_by_role("radio", name="Dark").check()

    page.get_by_role("radio", name="Auto").check()
    page.reload()

    assert (chosen(page), paper(page)) == ("auto", LIGHT)
    page.emulate_media(color_scheme="dark")
    assert paper(page) == DARK


def test_theme_is_chosen_by_keyboard(page):
    page.goto("/")
    page.get_by_role("link", name="Account").first.focus()

    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Auto")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("radio", name="Dark")).to_be_focused()
    assert (chosen(page), paper(page)) == ("dark", DARK)


def test_other_tabs_and_earlier_pages_follow(page):
    page.goto("/")
    other = page.context.new_page()
    other.goto("/news/")
    other.goto("/topics/")

    page.get_by_role("radio", name="Dark").check()

    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    assert (chosen(other), paper(other)) == ("dark", DARK)
    other.go_back()
    assert (chosen(other), paper(other)) == ("dark", DARK)


def test_without_a_place_to_keep_the_choice_none_is_offered(page):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")

    page.goto("/")

    assert page.locator("theme-choice").is_hidden()
    assert paper(page) == LIGHT


def test_shared_pages_are_the_same_for_every_theme(page, site):
    before = page.request.get(f"{site}/news/")
    page.goto("/news/")
    page.get_by_role("radio", name="Dark").check()

    after = page.request.get(f"{site}/news/")

    assert page.context.cookies() == []
    assert after.text() == before.text()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_control_moves_nothing_when_its_module_arrives(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => "
        "(shifts += entry.value))).observe({ type: 'layout-shift', buffered: true });"
    )

    page.goto("/", wait_until="networkidle")

    assert page.evaluate("shifts") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
