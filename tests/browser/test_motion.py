"""What moves between pages, and for whom it does not."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

# Told at the first frame, which may come after the page.
REMEMBER = """addEventListener("pagereveal", (event) => {
  document.documentElement.dataset.fading = Boolean(event.viewTransition);
});"""


@pytest.mark.parametrize(("motion", "fades"), [("no-preference", "true"), ("reduce", "false")])
def test_pages_fade_into_one_another_unless_stillness_is_asked_for(page, motion, fades):
    make_article("Harbour reopens")
    page.emulate_media(reduced_motion=motion)
    page.add_init_script(REMEMBER)
    page.goto("/")

    page.get_by_role("link", name="Harbour reopens").first.click()
    page.wait_for_url("**/harbour-reopens/")

    expect(page.locator("html")).to_have_attribute("data-fading", fades)
