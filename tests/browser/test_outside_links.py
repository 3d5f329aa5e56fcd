"""Links in other media at the desk: "Fetch" fills the fields in from the page at the address."""

import pytest
from django.utils.datastructures import CaseInsensitiveMapping
from playwright.sync_api import expect

from newsportal.http import Response, TooSlow
from newsportal.partners import admin
from tests.browser.test_desk import newsroom, sign_in  # noqa: F401 - a fixture

PAGE = '<html lang="fr"><meta property="og:site_name" content="Le Courrier"><title>Le port rouvre</title>'


@pytest.fixture
def outside(monkeypatch):
    def fetch(url, *, limits):
        if "slow" in url:
            raise TooSlow("They did not answer in time.")
        body = PAGE.replace("rouvre", "ferme") if "closed" in url else PAGE
        if "bare" in url:
            body = "<title>Bare</title>"
        return Response(status=200, url=url, body=body.encode(), headers=CaseInsensitiveMapping({}))

    monkeypatch.setattr(admin, "fetch", fetch)


def values(row) -> list[str]:
    return [row.locator(f"[name$=-{part}]").input_value() for part in ("outlet", "title", "language")]


def test_fetch_fills_in_what_is_empty_and_what_it_filled_in_itself(newsroom, outside, page, watch):  # noqa: F811
    watch.expect("422")
    sign_in(page, "rita")
    page.goto("/admin/articles/article/add/")
    page.get_by_text("Add another Link in other media").click()
    row = page.locator("#outside_links-0")
    address, button, said = (
        row.locator("[name$=-url]"),
        row.get_by_role("button", name="Fetch"),
        row.get_by_role("status"),
    )

    address.fill("https://courrier.example/slow")
    button.click()
    said.get_by_text("They did not answer in time.").wait_for()
    assert values(row) == ["", "", ""]

    row.locator("[name$=-outlet]").fill("Courrier, Averil")
    address.fill("https://courrier.example/port")
    button.click()
    said.get_by_text("Filled in.").wait_for()
    assert values(row) == ["Courrier, Averil", "Le port rouvre", "fr"]

    address.fill("https://courrier.example/closed")
    button.click()
    expect(row.locator("[name$=-title]")).to_have_value("Le port ferme")
    assert values(row) == ["Courrier, Averil", "Le port ferme", "fr"]

    address.fill("https://courrier.example/bare")
    button.click()
    expect(row.locator("[name$=-title]")).to_have_value("Bare")
    assert values(row) == ["Courrier, Averil", "Bare", ""]


def test_fields_can_be_typed_without_javascript(newsroom, plain_page):  # noqa: F811
    sign_in(plain_page, "rita")
    plain_page.goto("/admin/articles/article/add/")

    expect(plain_page.get_by_role("button", name="Fetch")).to_have_count(0)
