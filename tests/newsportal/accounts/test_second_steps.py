"""Authenticator apps, recovery codes, and what passkeys must not do (for what they do, see the browser's tests)."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from newsportal.accounts.models import User
from tests.newsportal.accounts.people import PASSWORD, make_reader, outbox, sign_in, signed_in

pytestmark = pytest.mark.django_db
SETUP = "/accounts/2fa/totp/activate/"


def code_of(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def confirm(client, path: str):
    """Open a page that asks for the password first."""
    response = client.get(path)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    return client.post(response.headers["Location"], {"password": PASSWORD}, follow=True)


def set_up_app(client) -> str:
    """Returns the key of the app."""
    secret = confirm(client, SETUP).context["form"].secret
    # On the edge of half a minute the code of a moment ago is no longer right.
    for _ in range(2):
        response = client.post(SETUP, {"code": code_of(secret)})
        if response.status_code == 302:
            break
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.fixture
def reader():
    return make_reader()


def test_app_is_set_up_and_asked_for_at_the_next_sign_in(reader, time_machine):
    client = signed_in(reader)
    time_machine.move_to("2026-11-24 10:00:05 +0000", tick=False)
    secret = set_up_app(client)

    visitor = Client()
    response = sign_in(visitor)
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert visitor.get("/accounts/").status_code == 302
    wrong = visitor.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors == {"code": ["This code is not right, or no longer."]}
    visitor.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert visitor.get("/accounts/").context["has_app"]


@pytest.mark.django_db(transaction=True)  # told when it is stored for good
def test_owner_is_told_of_a_new_second_step(reader):
    set_up_app(signed_in(reader))

    assert outbox() == [(["ada@readers.example"], "An authenticator app was set up")]


def test_recovery_code_opens_once(reader):
    client = signed_in(reader)
    set_up_app(client)
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert client.get("/accounts/2fa/recovery-codes/download/").content.decode().split() == codes
    opened = []

    for _ in range(2):
        visitor = Client()
        sign_in(visitor)
        visitor.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        opened.append(visitor.get("/accounts/").status_code)

    assert opened == [200, 302]


def test_app_is_taken_off(reader):
    client = signed_in(reader)
    set_up_app(client)

    client.post("/accounts/2fa/totp/deactivate/")

    assert list(Authenticator.objects.all()) == []
    assert sign_in(Client()).headers["Location"] == "/accounts/"


def test_key_is_shown_as_a_picture_of_the_site_while_it_is_set_up(reader):
    client = signed_in(reader)
    before = client.get("/accounts/2fa/totp/code.svg").status_code
    page = confirm(client, SETUP)
    picture = client.get("/accounts/2fa/totp/code.svg")

    assert before == 404
    assert page.context["form"].secret in page.content.decode()
    assert "data:" not in page.content.decode()
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml") or picture.content.startswith(b"<svg")
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert Client().get("/accounts/2fa/totp/code.svg").status_code == 302


def test_second_step_needs_a_verified_address():
    """Else a stranger could name an address, add a step, and shut its owner out for good."""
    client = signed_in(make_reader(verified=False))
    secret = confirm(client, SETUP).context["form"].secret

    response = client.post(SETUP, {"code": code_of(secret)})

    assert response.context["form"].non_field_errors() == [
        "First verify your e-mail address: it is the way back when a device is lost."
    ]
    assert list(Authenticator.objects.all()) == []


def test_address_can_be_changed_with_a_second_step(reader):
    client = signed_in(reader)
    set_up_app(client)

    client.post("/accounts/email/", {"email": "new@readers.example", "action_add": ""})

    assert mail.outbox[-1].to == ["new@readers.example"]


def test_wrong_codes_have_to_wait(reader):
    client = signed_in(reader)
    set_up_app(client)
    visitor = Client()
    sign_in(visitor)

    answers = [visitor.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]

    assert answers[5].context["form"].errors == {"code": ["These were too many attempts. Please wait some minutes."]}


BROKEN = [
    "",
    "nonsense",
    "[]",
    "null",
    "7",
    '"text"',
    "{}",
    '{"response": {}}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "x", "userHandle": "x"}}',
    json.dumps({"id": 1, "rawId": [], "type": {}, "response": {"clientDataJSON": 5, "attestationObject": None}}),
    json.dumps(
        {
            "rawId": "AAAA",
            "id": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "oA",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "MQ",
            },
        }
    ),
    json.dumps({"response": {"userHandle": "_____", "clientDataJSON": "e30"}}),
    "[" * 50_000,
    "[" * 10_000,
    '{"response": {"x": "' + "x" * 100_000 + '"}}',
]


@pytest.mark.parametrize("credential", BROKEN, ids=range(len(BROKEN)))
def test_passkey_that_is_none_signs_nobody_in(client, credential, reader):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert response.headers["Location"] == "/accounts/login/"
    assert len(client.get("/accounts/login/").context["messages"]) == 1
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("credential", BROKEN, ids=range(len(BROKEN)))
def test_passkey_that_is_none_is_not_added(credential, reader):
    client = signed_in(reader)
    confirm(client, "/accounts/2fa/webauthn/add/")

    response = client.post("/accounts/2fa/webauthn/add/", {"credential": credential, "name": "Key"})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert list(Authenticator.objects.all()) == []


def test_passkeys_of_others_cannot_be_touched(reader):
    other = make_reader("ben@readers.example")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Mine", "credential": {}})
    client = signed_in(reader)
    confirm(client, SETUP)

    for act in ("remove", "edit"):
        assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "x"}).status_code == 404

    assert Authenticator.objects.get().data["name"] == "Mine"


def test_superuser_takes_the_second_step_of_a_lost_device_off(reader):
    set_up_app(signed_in(reader))
    root = User.objects.create_superuser("root", "root@newsroom.example", PASSWORD)
    client = signed_in(root)

    response = client.post(
        "/admin/accounts/user/",
        {"action": "take_second_steps_off", "_selected_action": [reader.pk]},
        follow=True,
    )

    assert "1 person now signs in without one." in response.content.decode()
    assert sign_in(Client()).headers["Location"] == "/accounts/"
