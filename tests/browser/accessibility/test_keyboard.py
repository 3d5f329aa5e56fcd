"""The keyboard alone: it leads everywhere, and where it is can be seen."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError, expect

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]


# What has the focus: its name, and what is wrong with how it shows.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = (element.labels?.[0] ?? element).textContent.trim().replace(/\\s+/g, " ") || element.ariaLabel || "";
  const outlined = (part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const shown = [element, element.closest("label")].find((part) => part && outlined(part)) ?? element;
  const [box] = shown.getClientRects();
  const problems = [];
  if (!outlined(shown)) problems.push("no outline");
  if (box.top < -1 || box.left < -1 || box.bottom > innerHeight + 1 || box.right > innerWidth + 1) {
    problems.push("outside the screen");
  } else {
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!shown.contains(top)) problems.push(`covered by ${top?.className || top?.localName}`);
  }
  const bar = document.querySelector(".masthead__main");
  const edge = bar.getBoundingClientRect().top;
  if (!bar.contains(element) && getComputedStyle(bar).position === "fixed" && box.bottom > edge + 1) {
    problems.push(`${Math.round(box.bottom - edge)} px behind the bar of main links`);
  }
  return {name: `${element.className || element.localName} “${name}”`, problems};
}"""
MOST_STEPS = 400
MOST_TRIES, WAIT = 5, 1000  # for the first key to arrive; milliseconds


def enter(page, key: str) -> None:
    """Bring the focus into the page: a key that is pressed while the page is still coming to the screen may be lost."""
    for _ in range(MOST_TRIES):
        page.keyboard.press(key)
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(FOCUSED, timeout=WAIT)
            return


def focus_walk(page) -> dict[str, list[str]]:
    """Tab to the end of the page and back: what has the focus in a way that cannot be seen, and why."""
    hidden = {}
    for key in ("Tab", "Shift+Tab"):
        steps = 0
        enter(page, key)
        while focused := page.evaluate(FOCUSED):
            if focused["problems"]:
                hidden[f"{key} to {focused['name']}"] = focused["problems"]
            page.keyboard.press(key)
            steps += 1
            assert steps < MOST_STEPS
        assert steps > 10
    return hidden


@pytest.mark.parametrize("size", [(390, 700), (1280, 800)])
def test_focus_is_always_visible(open_page, story, size):
    page = open_page(viewport={"width": size[0], "height": size[1]})
    found = {}

    for path in (
        "/",
        "/news/#filter",
        story.get_absolute_url(),
        "/topics/",
        "/search/?q=harbour",
        "/my/edit/",
        "/zone/",
    ):
        page.goto(path)
        found[path] = focus_walk(page)

    assert {path: hidden for path, hidden in found.items() if hidden} == {}


NAME = r"(element) => (element.labels?.[0] ?? element).textContent.trim().replace(/\s+/g, ' ')"


def tab_to(page, name: str) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate_handle("document.activeElement").evaluate(NAME) == name:
            return
    raise AssertionError(f"No way to “{name}” by keyboard on {page.url}")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_keyboard_alone_leads_from_home_to_the_own_feed(open_page, site, story, has_javascript):
    page = open_page(java_script_enabled=has_javascript)

    def follow(name: str, address: str) -> None:
        tab_to(page, name)
        page.keyboard.press("Enter")
        page.wait_for_url(site + address)

    page.goto("/")
    follow("Use filter", "/news/#filter")
    tab_to(page, "All of World")
    page.keyboard.press("Space")
    if has_javascript:
        page.wait_for_url(site + "/news/?topic=world")
        expect(page.locator("use-filter > [role=status]")).to_contain_text("Stories shown")  # the stream is another one
    else:
        follow("Show these topics", "/news/?topic=world")
    follow("Harbour reopens", story.get_absolute_url())
    follow("Page 2", story.get_page_url(2))
    follow("Ports", "/topics/ports/")
    tab_to(page, "Follow Ports")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your feed follows Ports now.").filter(visible=True)).to_be_visible()
    page.wait_for_load_state()
    follow("My feed", "/my/")

    expect(page.locator(".entry__headline")).to_have_text(["Harbour reopens"])
