"""Text of double size, on a screen of any width."""

import pytest

from tests.browser.accessibility.pages import BODY, addresses, answers
from tests.browser.barriers import open_answer, overflows
from tests.factories import make_article, make_topic

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]


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
