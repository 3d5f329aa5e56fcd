"""Partners' headlines in a browser: readable for everyone, and no request to anybody else."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from newsportal.partners.strip import strip
from tests.browser.barriers import RULES
from tests.factories import make_article, make_section
from tests.newsportal.partners.feeds import make_item, make_source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    world = make_section("World")
    gazette, courier = make_source("Gazette", topics=[world]), make_source("Le Courrier", language="fr", topics=[world])
    for number in range(3):
        make_item(gazette, f"Ships move again, and a headline that is long enough for two lines: {number}")
        make_item(courier, f"Le port rouvre {number}")
    strip.forget()
    return make_article("Harbour reopens", topics=[world])


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_headlines_pass_the_rules_of_axe_and_fit(story, open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)

    for address in ("/partners/", "/partners/?source=nobody", story.get_absolute_url(), "/"):
        page.goto(address)
        assert page.locator(".outside__link").count() == 6
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_links_lead_away_without_a_hold_on_our_page(story, plain_page):
    plain_page.goto(story.get_absolute_url())

    link = plain_page.get_by_role("link", name="Le port rouvre 2")

    assert link.get_attribute("rel") == "external noopener nofollow ugc"
    assert plain_page.get_by_text("Headlines of other publishers, chosen and written by them, not by us.").is_visible()
