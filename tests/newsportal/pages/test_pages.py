import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage

from newsportal import zones
from newsportal.feeds import cookie, visits
from newsportal.pages.models import Page
from newsportal.pages.standing import ensure_standing_pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/about/", "/contact/", "/privacy/"])
def test_standing_pages_exist_from_the_start(client, address):
    response = client.get(address)

    assert response.status_code == 200
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode())
    assert heading[1] == response.context["page"].title


def test_privacy_names_all_that_the_site_keeps_in_a_browser(client, settings):
    kept = [zones.COOKIE, cookie.COOKIE, visits.COOKIE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]
    kept.append(CookieStorage.cookie_name)
    scripts = "".join(path.read_text() for path in (settings.BASE_DIR / "static/js").glob("*.js"))
    stored = set(re.findall(r'localStorage\.\w+Item\("(\w+)"', scripts) + re.findall(r'STORE = "(\w+)"', scripts))

    html = client.get("/privacy/").content.decode()

    assert re.findall(r"<li>“(\w+)”:", html) == [*kept, "theme", "acts"]
    assert stored == {"theme", "acts"}


def test_footer_links_every_page(client):
    Page.objects.create(slug="imprint", title="Imprint", body="<p>Who we are.</p>", order=40)

    html = client.get("/imprint/").content.decode()

    assert [html.count(f'href="/{slug}/"') for slug in ("about", "contact", "privacy", "imprint")] == [1, 1, 1, 1]


def test_edited_page_is_left_as_it_is():
    Page.objects.filter(slug="about").update(title="Who we are")

    ensure_standing_pages()

    assert Page.objects.get(slug="about").title == "Who we are"


def test_unknown_page_is_not_found(client):
    assert client.get("/nothing-here/").status_code == 404
