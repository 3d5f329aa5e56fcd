"""What axe finds on the pages of readers, and on those of the desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.accessibility.pages import addresses, answers
from tests.browser.barriers import open_answer, overflows, problems_of
from tests.browser.test_desk import sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]


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
