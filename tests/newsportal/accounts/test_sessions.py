"""Where a person is signed in, and ending it."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.newsportal.accounts.people import PASSWORD, make_reader, messages_of, signed_in

pytestmark = pytest.mark.django_db


def browser(name: str) -> Client:
    client = Client(headers={"user-agent": name})
    client.post("/accounts/login/", {"login": "ada@readers.example", "password": PASSWORD})
    return client


def listed(client) -> list[tuple[str, bool]]:
    """The browsers on the page, and which of them it calls this one."""
    html = client.get("/accounts/sessions/").content.decode()
    rows = re.findall(r'account__name">(.*?)</h2>\s*<p>(.*?)</p>', html)
    return [(browser, name == "This browser") for name, browser in rows]


def test_list_names_the_browsers_and_which_is_this_one():
    make_reader()
    one, two = browser("Lynx"), browser("Dillo")

    assert listed(one) == [("Lynx", True), ("Dillo", False)]
    assert listed(two) == [("Lynx", False), ("Dillo", True)]


def test_others_are_ended_and_this_one_stays():
    make_reader()
    one, two = browser("Lynx"), browser("Dillo")

    response = one.post("/accounts/sessions/", follow=True)

    assert messages_of(response)[-1] == "All other browsers are signed out."
    assert listed(one) == [("Lynx", True)]
    assert two.get("/accounts/").status_code == 302
    assert Session.objects.count() == 1


def test_sessions_of_others_are_neither_seen_nor_ended():
    make_reader()
    other = signed_in(make_reader("ben@readers.example"))
    mine = browser("Lynx")

    mine.post("/accounts/sessions/")

    assert listed(mine) == [("Lynx", True)]
    assert other.get("/accounts/").status_code == 200


def test_new_password_ends_the_sessions_elsewhere():
    make_reader()
    one, two = browser("Lynx"), browser("Dillo")
    new = {"oldpassword": PASSWORD, "password1": "another odd sentence", "password2": "another odd sentence"}

    one.post("/accounts/password/change/", new)

    assert (one.get("/accounts/").status_code, two.get("/accounts/").status_code) == (200, 302)
    assert ("Lynx", True) in listed(one)


def test_markup_in_the_name_of_a_browser_is_text():
    make_reader()

    html = browser("<script>alert(1)</script>").get("/accounts/sessions/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
