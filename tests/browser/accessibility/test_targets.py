"""What is pressed can be hit."""

import pytest

from tests.browser.accessibility.pages import addresses
from tests.browser.barriers import SMALL_TARGETS

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_for_a_thumb(open_page, story, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = {}

    for path in addresses(story):
        page.goto(path)
        found[path] = page.evaluate(SMALL_TARGETS)

    assert {path: targets for path, targets in found.items() if targets} == {}
