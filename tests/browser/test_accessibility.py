"""Readers' pages for everyone: what axe finds, sizes of targets, the keyboard, large text, right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from articles.models import Article, OutsideLink, Status
from articles.photos import add_photo, set_further_photos
from newsportal.groups import ensure_groups
from newsportal.pages.models import Page
from tests.articles.admin.test_photo import picture
from tests.browser.test_desk import sign_in
from tests.factories import make_article, make_author, make_section, make_topic, make_user

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]

# axe would fetch every stylesheet once more; what it looks at is on the page already.
RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BODY = """
<p>Opening with <a href="/news/">a link</a> in it.</p><h2>The storm</h2><p>It passed.</p>
<blockquote><p>It was loud.</p></blockquote><ul><li>Wind</li><li>Rain</li></ul>
<hr class="page-break"><h2>The morning after</h2><p>Next page.</p>
"""
STORIES = 27


@pytest.fixture
def story():
    """A newsroom with every kind of page; returns the story that has everything."""
    world, sport = make_section("World", description="What happens elsewhere."), make_section("Sport")
    ports = make_topic("Ports", parent=world)
    author = make_author(biography="Writes about ships.")
    photo = add_photo(picture("peru"), credit="Ada Reed", alt="A field", caption="The field at noon.")
    for number in range(STORIES, 1, -1):
        section = sport if number % 3 == 0 else world
        make_article(f"Story {number}", section=section, topics=[section], hours_ago=number)
    make_article("Gone", slug="gone", status=Status.WITHDRAWN)
    Page.objects.update_or_create(slug="about", defaults={"title": "About us", "body": "<p>Who we are.</p>"})
    story = make_article(
        "Harbour reopens",
        section=world,
        topics=[world, ports],
        tags=["shipping"],
        authors=[author],
        is_breaking=True,
        dateline_city="Averil",
        lead_photo=photo,
        body=BODY,
    )
    set_further_photos(story, [photo])
    OutsideLink.objects.create(article=story, outlet="The Gazette", title="Ships move", url="https://gazette.example/")
    return story


def addresses(story) -> list[str]:
    """One address of each kind of page that opens by itself."""
    return [
        "/",
        "/news/",
        "/news/?topic=world&topic=sport#filter",
        "/news/?topic=nowhere",
        "/topics/",
        "/topics/world/",
        "/topics/ports/",
        "/tags/shipping/",
        "/authors/ada-reed/",
        f"/{story.published_at:%Y/%m/%d}/",
        "/search/",
        "/search/?q=harbour",
        "/search/?q=zebra",
        story.get_absolute_url(),
        story.get_page_url(2),
        "/my/",
        "/zone/",
        "/about/",
    ]


def answers() -> dict[str, bytes]:
    """The pages that answer a form or a fault, by a name."""
    client, strict = Client(), Client(enforce_csrf_checks=True)
    follow = {"topic": "world"}
    return {
        "confirm": client.post("/my/", follow).content,
        "my feed": client.post("/my/", follow, follow=True, headers={"sec-fetch-site": "same-origin"}).content,
        "403": client.post("/my/", follow, headers={"sec-fetch-site": "cross-site"}).content,
        "403 csrf": strict.post("/zone/", {"zone": "UTC"}).content,
        "404": client.get("/nowhere/at/all/").content,
        "410": client.get(Article.objects.get(slug="gone").get_absolute_url()).content,
        "400": client.get("/", headers={"host": "elsewhere.example"}).content,
        "500": server_error(RequestFactory().get("/")).content,
    }


def open_answer(page, html: bytes) -> None:
    """Show ``html`` as a page of the site, with its styles."""
    page.route("**/an-answer/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/an-answer/")
    page.unroute("**/an-answer/")


def problems_of(page) -> set[str]:
    """The rules of axe that the page breaks, with the elements that do."""
    return {
        f"{rule['id']}: {node['target']}"
        for rule in Axe().run(page, options=RULES).response["violations"]
        for node in rule["nodes"]
    }


def overflows(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_pages_fit_the_screen(open_page, story, scheme, width):
    # axe writes styles into the page while it measures, which our policy refuses to anybody.
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}

    for path in addresses(story):
        page.goto(path)
        found[path] = problems_of(page) | ({"overflow"} if overflows(page) else set())
    for name, html in answers().items():
        open_answer(page, html)
        found[name] = problems_of(page) | ({"overflow"} if overflows(page) else set())

    assert {path: problems for path, problems in found.items() if problems} == {}


def test_desk_has_no_serious_barriers(open_page, story):
    ensure_groups()  # a flushed database has none
    make_user("anna", group="Editor")
    page = open_page(bypass_csp=True)
    found = {}

    def look(name):
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        found[name] = [
            f"{rule['id']}: {node['target']}"
            for rule in violations
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"]
        ]

    page.goto("/admin/login/")
    look("login")
    sign_in(page, "anna")
    look("list")
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator(".ProseMirror[contenteditable=true]").wait_for()
    look("form")

    assert found == {"login": [], "list": [], "form": []}


# WCAG 2.5.8: targets of 24 by 24 pixels; a smaller one has a circle of that size to itself, or stands in a sentence.
SMALL_TARGETS = """() => {
  const LEAST = 24;
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && !element.closest(".hidden, .skip");
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement.cloneNode(true);
    around.querySelectorAll("a, button, .hidden").forEach((target) => target.remove());
    return /\\p{L}{2}/u.test(around.textContent);
  };
  const all = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")];
  const targets = all.filter(seen).map((element) => {
    const whole = element.matches(".choices__box") ? element.closest("label") : element;
    const box = whole.getBoundingClientRect();
    return {element, box, x: box.x + box.width / 2, y: box.y + box.height / 2,
            small: box.width < LEAST - 0.01 || box.height < LEAST - 0.01};
  }).filter(({box}) => box.width && box.height);
  // What scrolls is beside a fixed bar only until it is scrolled on.
  const bar = document.querySelector(".masthead__main");
  const still = (element) => getComputedStyle(bar).position === "fixed" && bar.contains(element);
  const near = (one, other) => {
    if (still(one.element) !== still(other.element)) return false;
    if (other.small && Math.hypot(one.x - other.x, one.y - other.y) < LEAST) return true;
    const dx = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
    const dy = Math.max(other.box.top - one.y, 0, one.y - other.box.bottom);
    return Math.hypot(dx, dy) < LEAST / 2;
  };
  return targets
    .filter((one) => one.small && !inSentence(one.element))
    .filter((one) => targets.some((other) => other !== one && near(one, other)))
    .map(({element, box}) => `${element.className || element.localName} ${box.width}x${box.height}`);
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_for_a_thumb(open_page, story, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = {}

    for path in addresses(story):
        page.goto(path)
        found[path] = page.evaluate(SMALL_TARGETS)

    assert {path: targets for path, targets in found.items() if targets} == {}


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


def focus_walk(page) -> dict[str, list[str]]:
    """Tab to the end of the page and back: what has the focus in a way that cannot be seen, and why."""
    hidden = {}
    for key in ("Tab", "Shift+Tab"):
        steps = 0
        page.keyboard.press(key)
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

    for path in ("/", "/news/#filter", story.get_absolute_url(), "/topics/", "/zone/"):
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
    else:
        follow("Show these topics", "/news/?topic=world")
    follow("Harbour reopens", story.get_absolute_url())
    follow("Page 2", story.get_page_url(2))
    follow("Ports", "/topics/ports/")
    tab_to(page, "Follow Ports")
    page.keyboard.press("Enter")
    page.get_by_text("Your feed follows Ports now.").filter(visible=True).wait_for()
    follow("My feed", "/my/")

    assert page.locator(".entry__headline").all_inner_texts() == ["Harbour reopens"]


def test_text_of_double_size_fits_the_screen(page, story):
    found = {}

    for path in addresses(story):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[path] = overflows(page)

    assert [path for path, too_wide in found.items() if too_wide] == []


LONG_TOPIC = "Donaudampfschifffahrtsgesellschaft"


def test_text_of_double_size_fits_the_smallest_screen(open_page, story):
    """What has a width of its own in letters, such as a topic to tick or a dateline, breaks where the screen ends."""
    world, long = story.section, make_topic(LONG_TOPIC, parent=story.section)
    wordy = make_article(
        f"{LONG_TOPIC} sails",
        section=world,
        topics=[world, long],
        dateline_city="Bad Gottleuba-Berggießhübel",
        body=BODY,
    )
    page = open_page(viewport={"width": 320, "height": 640})
    found = {}

    def look(name):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[name] = overflows(page)

    chosen, own = f"/news/?topic=world&topic={long.slug}", (wordy.get_absolute_url(), long.get_absolute_url())
    for path in ("/", "/news/#filter", chosen, *own, "/topics/", "/search/"):
        page.goto(path)
        look(path)
    for name, html in answers().items():
        open_answer(page, html)
        look(name)

    assert [name for name, too_wide in found.items() if too_wide] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_can_be_mirrored(open_page, story, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = {}

    for path in addresses(story):
        page.goto(path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        found[path] = overflows(page)

    assert [path for path, too_wide in found.items() if too_wide] == []


def test_mirrored_page_has_its_sides_exchanged(page, story):
    edges = """() => [".masthead__name", ".article__headline", ".article__side"].map((part) => {
      const {left, right} = document.querySelector(part).getBoundingClientRect();
      return [Math.round(left), Math.round(document.documentElement.clientWidth - right)];
    })"""
    page.goto(story.get_absolute_url())
    before = page.evaluate(edges)

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate(edges) == [[right, left] for left, right in before]
