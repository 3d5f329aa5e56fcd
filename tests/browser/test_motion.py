"""What moves between pages, and for whom it does not."""

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

REMEMBER = 'addEventListener("pagereveal", (event) => (window.isFading = Boolean(event.viewTransition)));'


@pytest.mark.parametrize(("motion", "fades"), [("no-preference", True), ("reduce", False)])
def test_pages_fade_into_one_another_unless_stillness_is_asked_for(page, motion, fades):
    make_article("Harbour reopens")
    page.emulate_media(reduced_motion=motion)
    page.add_init_script(REMEMBER)
    page.goto("/")

    page.get_by_role("link", name="Harbour reopens").first.click()
    page.wait_for_url("**/harbour-reopens/")

    assert page.evaluate("isFading") is fades
