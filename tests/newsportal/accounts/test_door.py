"""Signing up, in and out, and the way back when a password is forgotten."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from newsportal.accounts.models import User
from tests.factories import make_user
from tests.newsportal.accounts.people import (
    PASSWORD,
    link_in,
    make_reader,
    messages_of,
    outbox,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.django_db


def whoami(client) -> str:
    """The address on the page of the account; "" for strangers."""
    response = client.get("/accounts/")
    return response.context["user"].email if response.status_code == 200 else ""


def test_signing_up_signs_in_before_the_address_is_verified(client):
    response = client.post("/accounts/signup/", {"email": "Ada@Readers.example", "password1": PASSWORD})

    user = User.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/")
    assert whoami(client) == user.email == "ada@readers.example"
    assert re.fullmatch("reader-[a-z0-9]{10}", user.username)  # it tells nothing of the address
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(user.email, False, True)]
    assert outbox() == [(["ada@readers.example"], "Verify your address")]


def test_signing_up_leads_back_to_where_the_reader_was(client):
    data = {"email": "ada@readers.example", "password1": PASSWORD, "next": "/my/"}

    assert client.post("/accounts/signup/", data).headers["Location"] == "/my/"


@pytest.mark.parametrize("email", ["ada@readers.example", "ADA@Readers.Example"])
def test_address_belongs_to_one_account(client, email):
    make_reader()

    response = client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})

    assert "There is already an account with this e-mail address." in response.content.decode()
    assert User.objects.count() == 1
    assert mail.outbox == []


def test_address_of_an_account_made_at_the_desk_is_taken(client):
    make_user("anna")

    response = client.post("/accounts/signup/", {"email": "anna@example.org", "password1": PASSWORD})

    assert "email" in response.context["form"].errors


def test_form_keeps_what_was_typed_but_no_password(client):
    response = client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": "12345678"})

    html = response.content.decode()
    assert 'value="ada@readers.example"' in html
    assert "12345678" not in html
    assert "password1" in response.context["form"].errors


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "x" * 5000, "password1": PASSWORD},
        {"email": "a\x00b@example.org", "password1": PASSWORD},
        {"email": "ada@readers.example", "password1": "\x00" * 20},
        {"email": "ada@readers.example", "password1": "x" * 100_000},
    ],
)
def test_hostile_forms_end_in_a_page(client, data):
    for path in ("/accounts/signup/", "/accounts/login/", "/accounts/password/reset/", "/accounts/login/code/"):
        response = client.post(path, data | {"login": data.get("email", ""), "password": data.get("password1", "")})

        assert response.status_code in {200, 302}


@pytest.mark.parametrize("name", ["ada@readers.example", "ADA@READERS.EXAMPLE", "reader-ada", "Reader-Ada"])
def test_address_and_user_name_both_sign_in(client, name):
    make_reader()

    sign_in(client, name)

    assert whoami(client) == "ada@readers.example"


def test_signing_in_works_before_the_address_is_verified(client):
    make_reader(verified=False)

    sign_in(client)

    assert whoami(client) == "ada@readers.example"
    assert mail.outbox == []


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "nowhere", "//["]
)
def test_way_back_never_leads_to_another_site(client, address):
    make_reader()

    assert client.get("/accounts/login/", {"next": address}).status_code == 200
    assert sign_in(client, next=address).headers["Location"] == "/accounts/"
    assert client.post("/accounts/logout/", {"next": address}).headers["Location"] == "/accounts/login/"


def test_wrong_password_and_unknown_address_get_the_same_answer(client):
    make_reader()

    known = sign_in(client, password="something else").context["form"].non_field_errors()
    unknown = sign_in(client, "nobody@readers.example").context["form"].non_field_errors()

    assert known == unknown == ["This address and this password do not belong together."]


def test_sixth_wrong_password_has_to_wait_and_so_has_the_right_one_then(client):
    make_reader()

    answers = [sign_in(client, password="wrong").context["form"].non_field_errors()[0] for _ in range(6)]

    assert answers[:5] == ["This address and this password do not belong together."] * 5
    assert answers[5] == "These were too many attempts. Please wait some minutes."
    assert sign_in(client).status_code == 200
    assert whoami(client) == ""


def test_too_many_sign_ups_get_a_calm_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}

    client.post("/accounts/signup/", {"email": "bad"})
    response = client.post("/accounts/signup/", {"email": "bad"})

    assert response.status_code == 429
    assert "Please wait a little" in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_limits_count_visitors_behind_a_proxy_apart(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def sign_up(address: str) -> int:
        return client.post("/accounts/signup/", {}, headers={"x-forwarded-for": address}).status_code

    assert [sign_up("203.0.113.7"), sign_up("203.0.113.8"), sign_up("198.51.100.1, 203.0.113.7")] == [200, 200, 429]


def test_signing_out_asks_and_then_forgets(client):
    make_reader()
    sign_in(client)

    assert client.get("/accounts/logout/").status_code == 200
    assert whoami(client) == "ada@readers.example"
    response = client.post("/accounts/logout/", follow=True)

    assert messages_of(response)[-1] == "You are signed out."
    assert whoami(client) == ""


def test_stranger_is_led_to_the_door_and_back(client):
    response = client.get("/accounts/")

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/accounts/")


def test_closed_account_stays_outside(client):
    make_reader(is_active=False)

    response = sign_in(client)

    assert response.headers["Location"] == "/accounts/inactive/"
    assert "This account is closed" in client.get("/accounts/inactive/").content.decode()
    assert whoami(client) == ""


def test_forgotten_password_is_chosen_anew_by_mail(client):
    other_browser = signed_in(make_reader())

    client.post("/accounts/password/reset/", {"email": "ada@readers.example"})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    response = client.post(
        form.redirect_chain[-1][0], {"password1": "another odd sentence", "password2": "another odd sentence"}
    )

    assert response.headers["Location"] == "/accounts/password/reset/key/done/"
    assert outbox() == [
        (["ada@readers.example"], "Choose a new password"),
        (["ada@readers.example"], "Your password was changed"),
    ]
    assert whoami(other_browser) == ""
    assert sign_in(client).status_code == 200
    assert sign_in(client, password="another odd sentence").status_code == 302


def test_link_to_a_new_password_works_once(client):
    make_reader()
    client.post("/accounts/password/reset/", {"email": "ada@readers.example"})
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    new = {"password1": "another odd sentence", "password2": "another odd sentence"}
    client.post(form.redirect_chain[-1][0], new)

    for path in (link, "/accounts/password/reset/key/zzz-zzz-zzz/", "/accounts/password/reset/key/0-x/"):
        assert "This link no longer works" in Client().get(path, follow=True).content.decode()


def test_code_by_mail_signs_in(client):
    make_reader()
    client.post("/accounts/login/code/", {"email": "ada@readers.example"})
    code = mail.outbox[0].body.splitlines()[2]

    wrong = client.post("/accounts/login/code/confirm/", {"code": "WRONG"})
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert wrong.context["form"].errors == {"code": ["This code is not right, or no longer."]}
    assert whoami(client) == "ada@readers.example"


def test_links_in_mail_are_those_of_the_site_whatever_the_request_says(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_reader()

    client.post("/accounts/password/reset/", {"email": "ada@readers.example"}, headers={"host": "evil.example"})

    assert "evil.example" not in mail.outbox[0].body
    assert link_in(mail.outbox[0]).startswith("/accounts/password/reset/key/")


def test_mail_comes_from_the_site_and_names_it(client):
    client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": PASSWORD})

    message = mail.outbox[0]
    assert (message.from_email, message.subject) == (
        "Test Wire <noreply@localhost>",
        "[Test Wire] Verify your address",
    )
    assert message.alternatives == []
    assert message.body.endswith("-- \nTest Wire\nhttp://127.0.0.1:8000")


def test_two_who_sign_up_with_one_address_at_one_moment_get_one_account(client, monkeypatch):
    make_reader()
    monkeypatch.setattr("newsportal.accounts.forms.is_taken", lambda email: False)  # as it was a moment ago

    response = client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": PASSWORD}, follow=True)

    assert response.redirect_chain == [("/accounts/signup/", 302)]
    assert messages_of(response) == [
        "There is already an account with this e-mail address. Sign in, or ask for a new password."
    ]
    assert User.objects.count() == 1
