"""The style guide in a real browser: whole, accessible, and no wider than the screen."""

import pytest

from tests.browser.barriers import problems_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

RING = "(element) => { const s = getComputedStyle(element); return [s.outline, s.outlineOffset]; }"


@pytest.fixture
def open_guide(open_page, client, site):
    """``open_guide(**options)``: the guide as a member of staff sees it; options as for ``open_page``."""
    client.force_login(make_user("editor", group="Editor"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}

    def open_guide(**options):
        page = open_page(**options)
        page.context.add_cookies([cookie])
        page.goto("/styleguide/")
        return page

    return open_guide


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_guide_is_accessible_and_fits_the_screen(open_guide, scheme, width):
    # axe writes styles into the page while it measures, which our policy refuses to anybody.
    page = open_guide(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})

    assert problems_of(page) == set()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_guide_loads_its_pictures(open_guide):
    page = open_guide()

    page.evaluate("document.querySelectorAll('main img').forEach((image) => (image.loading = 'eager'))")
    page.evaluate("Promise.all([...document.querySelectorAll('main img')].map((image) => image.decode()))")

    assert page.evaluate("[...document.querySelectorAll('main img')].filter((i) => !i.naturalWidth).length") == 0


def test_ring_is_drawn_as_the_focus_is(open_guide):
    page = open_guide()
    link = page.locator(".styleguide__row").get_by_role("link", name="Link", exact=True)

    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    assert link.evaluate(RING) == page.locator(".styleguide__ring").evaluate(RING)


SHOWN = """(part) => [...document.querySelectorAll(`#component-${part} .styleguide__stage *`)]
  .filter((element) => element.checkVisibility() && element.className)
  .map((element) => element.className).filter((name, at, all) => all.indexOf(name) === at)"""


def test_paper_gets_what_components_say_and_not_what_acts_on_a_screen(open_guide):
    page = open_guide()

    page.emulate_media(media="print")

    assert {part: page.evaluate(SHOWN, part) for part in ("count", "paging", "segments", "toolbar", "table")} == {
        "count": ["count", "hidden"],
        "paging": ["paging", "paging__said"],
        "segments": ["segments", "segments__list", "segments__item", "segments__choice", "count"],
        "toolbar": [
            "toolbar", "toolbar__title", "count", "hidden",
            "segments", "segments__list", "segments__item", "segments__choice",
        ],
        "table": ["table", "table__table", "table__caption", "table__head", "table__link"],
    }  # fmt: skip
    assert page.locator("#component-segments .segments__choice:visible:not([aria-current])").count() == 0
    assert page.locator("#component-table .table").first.evaluate("(t) => getComputedStyle(t).overflowX") == "visible"


def test_bar_of_a_masthead_that_is_shown_stays_in_its_stage(open_guide):
    page = open_guide(viewport={"width": 390, "height": 800})
    stages = page.locator("#component-masthead .styleguide__stage")
    inside = """(stage) => {
      const [bar, whole] = [stage.querySelector(".masthead__main"), stage].map((part) => part.getBoundingClientRect());
      const nav = stage.querySelector(".masthead__sections")?.getBoundingClientRect();
      return Math.abs(bar.bottom - whole.bottom) < 1 && bar.top >= (nav ?? whole).bottom - bar.height - 1
        && (!nav || nav.bottom <= bar.top + 1);
    }"""

    assert stages.evaluate_all(f"(all) => all.map({inside})") == [True] * 3


def test_guide_is_whole_without_javascript(open_guide):
    page = open_guide(java_script_enabled=False)

    assert page.locator(".styleguide__part").count() > 40
