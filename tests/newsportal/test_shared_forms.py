"""Forms without a token: what the browser says decides, and silence asks the reader."""

import re

import pytest
from django.test import Client

from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db
FORM = {"topic": ["world", "economy"]}


@pytest.fixture
def browser():
    make_article(topics=[make_topic("World"), make_topic("Economy")])
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8000"}])
def test_form_of_this_site_is_accepted(browser, headers):
    response = browser.post("/my/", FORM, headers=headers)

    assert (response.status_code, response.headers["Location"]) == (303, "/my/")
    assert response.cookies["feed"].value


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
def test_form_of_another_site_is_refused(browser, headers):
    response = browser.post("/my/", FORM, headers=headers)

    assert response.status_code == 403
    assert "feed" not in response.cookies


def test_silent_browser_is_asked_and_loses_nothing(browser):
    asked = browser.post("/my/", FORM)
    html = asked.content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)

    answered = browser.post("/my/", _as_form(fields))

    assert asked.headers["Cache-Control"] == "private, no-store"
    assert sorted(value for name, value in fields if name == "topic") == ["economy", "world"]
    assert answered.status_code == 303
    assert answered.cookies["feed"].value


def test_token_of_another_reader_is_refused(browser):
    response = browser.post("/my/", FORM | {"csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403


def _as_form(fields):
    form: dict[str, list[str]] = {}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    return form
