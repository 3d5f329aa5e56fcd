"""Photographs of an article, seen large."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import ArticlePhoto
from articles.photos import add_photo
from tests.articles.admin.test_photo import picture
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    """An article with a lead photograph, one in its text, and one after it."""
    quay, crane, ship = (
        add_photo(picture(colour), credit="Ada Reed/WIRE", alt=alt, caption=f"{alt} at noon.")
        for alt, colour in (("The quay", "navy"), ("A crane", "teal"), ("A ship", "gray"))
    )
    article = make_article(
        "Harbour reopens",
        lead_photo=quay,
        body=f'<p>Look.</p><figure><img src="/media/{crane.digest}/full-800.webp" alt="A crane"></figure><p>Then.</p>',
    )
    ArticlePhoto.objects.create(article=article, photo=ship)
    return article


def open_buttons(page) -> list[str]:
    return [button.strip() for button in page.locator(".viewer__open").all_inner_texts()]


def shown(page) -> list[str]:
    """What the viewer shows: the picture's text, its caption, and where it stands."""
    viewer = page.get_by_role("dialog", name="Photographs")
    return [
        viewer.locator("img").get_attribute("alt"),
        viewer.locator("figcaption").inner_text(),
        viewer.get_by_role("status").inner_text(),
    ]


QUAY = ["The quay", "The quay at noon. © Ada Reed/WIRE", "1 / 3"]
CRANE = ["A crane", "A crane at noon. © Ada Reed/WIRE", "2 / 3"]
SHIP = ["A ship", "A ship at noon. © Ada Reed/WIRE", "3 / 3"]


def test_every_photograph_of_an_article_can_be_enlarged(page, story):
    page.goto(story.get_absolute_url())

    expect(page.locator(".viewer__open")).to_have_count(3)
    assert open_buttons(page) == ["Enlarge: The quay", "Enlarge: A crane", "Enlarge: A ship"]


def test_viewer_is_walked_through_and_left_by_keyboard(page, story):
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Enlarge: A crane").press("Enter")

    walk = [shown(page)]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        walk.append(shown(page))
    page.keyboard.press("Escape")

    assert walk == [CRANE, SHIP, QUAY, SHIP, CRANE]
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Enlarge: A crane")).to_be_focused()


def test_viewer_has_buttons_for_everything(page, story):
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Enlarge: The quay").click()
    expect(page.get_by_role("button", name="Close")).to_be_focused()

    page.get_by_role("button", name="Next photograph").click()
    assert shown(page) == CRANE
    page.get_by_role("button", name="Previous photograph").click()
    assert shown(page) == QUAY
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_picture_itself_opens_the_viewer_and_the_space_around_it_closes_it(page, story):
    page.goto(story.get_absolute_url())

    page.get_by_role("img", name="A ship").click()
    assert shown(page) == SHIP
    page.mouse.click(640, 30)

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Enlarge: A ship")).to_be_focused()


def test_arrows_are_mirrored_where_the_script_is(page, story):
    page.goto(story.get_absolute_url())
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.get_by_role("button", name="Enlarge: The quay").click()

    page.keyboard.press("ArrowLeft")

    assert shown(page) == CRANE


def test_single_photograph_has_no_way_on(page):
    story = make_article("One", lead_photo=add_photo(picture(), credit="Ada Reed/WIRE", alt="The quay"))
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Enlarge: The quay").click()

    buttons = page.get_by_role("dialog").get_by_role("button").all_inner_texts()
    page.keyboard.press("ArrowRight")

    assert buttons == ["Close"]
    assert page.get_by_role("dialog").locator("img").get_attribute("alt") == "The quay"


def test_nothing_moves_when_the_buttons_come_or_the_viewer_opens(page, story, watch):
    watch.expect("net::ERR_FAILED")
    places = "[...document.querySelectorAll('main *:not(.viewer__open, .viewer__open *)')].map((element) => "
    places += "{ const box = element.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })"
    page.route("**/js/photo-viewer.js", lambda route: route.abort())
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    before = page.evaluate(places)
    page.unroute("**/js/photo-viewer.js")
    page.reload(wait_until="networkidle")

    after = page.evaluate(places)
    page.evaluate("document.querySelector('.viewer__open').click()")
    page.keyboard.press("Escape")

    assert (after, page.evaluate(places)) == (before, before)


@pytest.mark.accessibility
@pytest.mark.parametrize("width", [320, 1280])
def test_viewer_is_accessible_and_fits_the_screen(open_page, story, width):
    # axe writes styles into the page while it measures, which our policy refuses to anybody.
    page = open_page(bypass_csp=True, viewport={"width": width, "height": 600})
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="Enlarge: The quay").click()
    page.get_by_role("button", name="Next photograph").hover()

    broken = {rule["id"] for rule in Axe().run(page, options={"preload": False}).response["violations"]}
    box = page.get_by_role("dialog").locator("img").bounding_box()

    assert broken == set()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 600


def test_article_without_photographs_fetches_no_viewer(page):
    story = make_article("Plain")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(story.get_absolute_url(), wait_until="networkidle")

    assert [url for url in asked if "viewer.js" in url] == []
    assert page.locator("photo-viewer").count() == 0


def test_figures_are_complete_without_javascript(plain_page, story):
    plain_page.goto(story.get_absolute_url())

    assert plain_page.locator("main figure figcaption").all_inner_texts() == [QUAY[1], CRANE[1], SHIP[1]]
    assert plain_page.get_by_role("button", name="Enlarge").count() == 0
