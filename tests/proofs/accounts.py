"""The pages of accounts: at the door, with second steps, and those that hardly anybody ever sees."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory, override_settings

PASSWORD = "a-lantern-at-sea"
# What stands on no address of its own: answers of a moment, and of settings that another site may choose.
BY_NAME = {
    "429.html": {},
    "account/signup_closed.html": {},
    "account/verified_email_required.html": {},
    "mfa/webauthn/reauthenticate.html": {"js_data": {"request_options": {"publicKey": {"challenge": "AA"}}}},
}


def make_account(name: str, **fields):
    user = get_user_model().objects.create_user(name, f"{name}@readers.example", PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def signed_in(user, headers: dict[str, str]) -> Client:
    """Signed in, and known to be the owner a moment ago."""
    client = Client(headers=headers)
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def door(headers: dict[str, str]) -> dict[str, HttpResponse]:
    """What somebody meets who is not signed in."""
    user, client = make_account("dora"), Client(headers=headers)
    key = EmailConfirmationHMAC(EmailAddress.objects.get(user=user)).key
    reset = f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}/"
    paths = {
        "inactive": "inactive/",
        "verification-sent": "confirm-email/",
        "verify": f"confirm-email/{key}/",
        "verify-refused": "confirm-email/x/",
        "password-reset-sent": "password/reset/done/",
        "password-reset-refused": "password/reset/key/1-x/",
        "password-reset-done": "password/reset/key/done/",
        "deleted": "deleted/",
    }
    pages = {name: client.get(f"/accounts/{path}") for name, path in paths.items()}
    pages["signup-refused"] = client.post("/accounts/signup/", {"email": "ada", "password1": "1"})
    pages["login-code-sent"] = client.post("/accounts/login/code/", {"email": user.email}, follow=True)
    pages["password-new"] = client.get(reset, follow=True)
    return pages


def first_second_step(headers: dict[str, str]) -> dict[str, HttpResponse]:
    """An account with a password alone, and the steps it can add."""
    user = make_account("erik")
    asked = Client(headers=headers)
    asked.force_login(user)
    client = signed_in(user, headers)
    pages = {"prove": asked.get("/accounts/2fa/totp/activate/", follow=True)}
    paths = {
        "totp-add": "2fa/totp/activate/",
        "passkeys-empty": "2fa/webauthn/",
        "passkey-add": "2fa/webauthn/add/",
        "delete": "delete/",
    }
    pages |= {name: client.get(f"/accounts/{path}") for name, path in paths.items()}
    pages["delete-wrong"] = client.post("/accounts/delete/", {"password": "not this one"})
    keyless = make_account("fay")
    keyless.set_unusable_password()
    keyless.save()
    asked.force_login(keyless)
    pages["password-set"] = asked.get("/accounts/password/set/")
    editor = make_account("gus", is_superuser=True, is_staff=True)
    pages["delete-refused"] = signed_in(editor, headers).get("/accounts/delete/")
    return pages


def second_steps(headers: dict[str, str]) -> dict[str, HttpResponse]:
    """An account with an application for codes, recovery codes and a passkey."""
    user = make_account("hana")
    signed, asked, visitor = signed_in(user, headers), Client(headers=headers), Client(headers=headers)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My telephone"})
    asked.force_login(user)
    paths = {
        "two-steps-all": "2fa/",
        "recovery-codes": "2fa/recovery-codes/",
        "recovery-codes-anew": "2fa/recovery-codes/generate/",
        "totp-remove": "2fa/totp/deactivate/",
        "passkeys": "2fa/webauthn/",
        "passkey-rename": f"2fa/webauthn/keys/{passkey.pk}/edit/",
        "passkey-remove": f"2fa/webauthn/keys/{passkey.pk}/remove/",
    }
    pages = {name: signed.get(f"/accounts/{path}") for name, path in paths.items()}
    passkey.delete()
    pages["prove-by-code"] = asked.get("/accounts/2fa/reauthenticate/")
    visitor.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    pages["second-step"] = visitor.get("/accounts/2fa/authenticate/")
    return pages


def by_name(headers: dict[str, str]) -> dict[str, HttpResponse]:
    request = RequestFactory(headers=headers).get("/accounts/")
    request.user = AnonymousUser()
    return {
        name.removesuffix(".html").replace("/", "-"): render(request, name, about) for name, about in BY_NAME.items()
    }


def account_pages(*, headers: dict[str, str]) -> dict[str, HttpResponse]:
    """Each page of accounts that ``personal_pages`` does not have, as it is sent, under a short name."""
    pages = {}
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        for some in (door, first_second_step, second_steps, by_name):
            pages |= {f"accounts-{name}": page for name, page in some(headers).items()}
    return pages
