"""How a person reads: told to the browser when it is saved, and when they sign in."""

import pytest
from django.test import Client

from tests.factories import make_article
from tests.newsportal.accounts.people import make_reader, messages_of, sign_in, signed_in

pytestmark = pytest.mark.django_db
SAVE = "/accounts/preferences/"


def theme_told(client) -> str:
    html = client.get("/accounts/").content.decode()
    return html.partition('<account-theme data-theme="')[2].partition('"')[0]


def test_preferences_are_saved_and_reach_this_browser():
    user = make_reader()
    client = signed_in(user)

    response = client.post(SAVE, {"zone": "Asia/Kolkata", "theme": "dark"})

    user.refresh_from_db()
    assert (user.zone, user.theme) == ("Asia/Kolkata", "dark")
    assert response.cookies["zone"].value == "Asia/Kolkata"
    assert "+05:30" in client.get(make_article().get_absolute_url()).content.decode()
    assert theme_told(client) == "dark"
    assert theme_told(client) == ""  # once is enough; the reader may choose otherwise in this browser


def test_message_says_so():
    client = signed_in(make_reader())

    assert messages_of(client.post(SAVE, {}, follow=True))[-1] == "Your preferences are saved."


def test_signing_in_brings_them_to_a_new_browser():
    make_reader(zone="Asia/Kolkata", theme="light")
    client = Client()

    response = sign_in(client)

    assert response.cookies["zone"].value == "Asia/Kolkata"
    assert theme_told(client) == "light"


def test_signing_in_leaves_a_browser_as_it_is_when_nothing_is_preferred():
    make_reader()
    client = Client()
    client.cookies["zone"] = "Asia/Kolkata"

    response = sign_in(client)

    assert "zone" not in response.cookies
    assert theme_told(client) == ""


def test_signing_out_leaves_the_zone():
    make_reader(zone="Asia/Kolkata")
    client = Client()
    sign_in(client)

    client.post("/accounts/logout/")

    assert client.cookies["zone"].value == "Asia/Kolkata"


def test_sites_own_zone_forgets_the_cookie():
    client = signed_in(make_reader(zone="Asia/Kolkata"))

    response = client.post(SAVE, {"zone": "", "theme": ""})

    assert (response.cookies["zone"].value, response.cookies["zone"]["max-age"]) == ("", 0)


@pytest.mark.parametrize("data", [{"zone": "Mars/Olympus"}, {"theme": "pink"}, {"zone": "\x00", "theme": "x" * 9000}])
def test_what_is_no_choice_gets_a_message_and_changes_nothing(data):
    user = make_reader(zone="Asia/Kolkata", theme="dark")
    client = signed_in(user)

    response = client.post(SAVE, data)

    user.refresh_from_db()
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(data)
    assert (user.zone, user.theme) == ("Asia/Kolkata", "dark")


def test_nobody_else_can_save_them(client):
    assert client.post(SAVE, {"theme": "dark"}).status_code == 302
    assert Client(enforce_csrf_checks=True).post(SAVE, {"theme": "dark"}).status_code == 403


def test_form_stands_on_the_page_of_the_account():
    response = signed_in(make_reader()).get(SAVE)

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/")
