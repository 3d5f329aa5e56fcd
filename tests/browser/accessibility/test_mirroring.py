"""Pages from right to left."""

import pytest

from tests.browser.accessibility.pages import addresses
from tests.browser.barriers import overflows

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]


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
