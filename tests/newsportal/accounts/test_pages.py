"""What holds for all pages of accounts, and that shared pages know nothing of them."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from newsportal.accounts.models import User
from tests.factories import make_article, make_section, make_user
from tests.newsportal.accounts.people import PASSWORD, make_reader, sign_in, signed_in

pytestmark = pytest.mark.django_db
# Pages that this site switches off, and mail that is never sent.
SWITCHED_OFF = (
    "phone",
    "signup_by_passkey",
    "signup_form",
    "trust",
    "confirm_email_verification_code",
    "confirm_password_reset_code",
)
UNSENT = ("account_already_exists", "unknown_account", "password_reset_code", "email_changed", "email_confirm_")


def routes(patterns, prefix="") -> list[tuple[str, str]]:
    found = []
    for entry in patterns:
        path = prefix + str(entry.pattern)
        found += routes(entry.url_patterns, path) if isinstance(entry, URLResolver) else [(path, entry.name)]
    return found


def plain_pages() -> list[str]:
    """Every address below /accounts/ that names nothing particular."""
    names = [name for path, name in routes(get_resolver().url_patterns) if path.startswith("accounts/")]
    paths = [
        reverse(name)
        for path, name in routes(get_resolver().url_patterns)
        if name in names and "(" not in path and "<" not in path
    ]
    assert {"/accounts/", "/accounts/login/", "/accounts/2fa/", "/accounts/sessions/"} <= set(paths)
    return paths


def test_no_page_is_kept_by_caches_or_listed():
    for client in (Client(), signed_in(make_reader())):
        for path in plain_pages():
            response = client.get(path)
            assert response.headers["Cache-Control"] == "private, no-store", path
            if response.status_code == 200:
                assert response.headers["X-Robots-Tag"] == "noindex", path


def test_robots_stay_outside(client):
    assert "Disallow: /accounts/" in client.get("/robots.txt").content.decode().splitlines()


def test_every_page_and_mail_is_in_our_words():
    theirs = Path(allauth.__file__).parent / "templates"
    names = {
        path.relative_to(theirs).as_posix()
        for folder in ("account", "mfa", "usersessions")
        for path in (theirs / folder).rglob("*")
        if path.is_file() and "base" not in path.name and "snippets" not in path.parts
    }
    used = {name for name in names if not any(word in name for word in (*SWITCHED_OFF, *UNSENT))}

    origins = {name: Path(get_template(name).origin.name) for name in used}
    not_ours = {name for name, path in origins.items() if not path.is_relative_to(settings.BASE_DIR / "templates")}
    assert not_ours == {
        "account/email.html",  # several addresses for one account; ours have one, and email_change.html
        "account/messages/primary_email_set.txt",
        "account/messages/unverified_primary_email.txt",
        "mfa/recovery_codes/download.txt",  # nothing but the codes
    }


@pytest.fixture
def archive():
    section = make_section("World")
    return make_article("Harbour reopens", section=section, topics=[section])


def test_shared_pages_set_no_cookie_and_ask_nothing_of_who_reads(archive):
    reader = signed_in(make_reader())
    reader.cookies.pop("messages", None)
    for path in ("/", "/news/", "/topics/world/", archive.get_absolute_url()):
        reader.get(path)  # what pages share is kept from here on
        asked = []
        for client in (Client(), reader):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(path)
            asked.append((len(queries), response.content))
            assert response.cookies == {}
            assert "public" in response.headers["Cache-Control"]
        assert asked[0] == asked[1]

    assert Session.objects.count() == 1


def test_sign_in_page_costs_a_stranger_no_session(client):
    client.get("/accounts/login/")

    assert Session.objects.count() == 0
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("others", [1, 20])
def test_list_of_sessions_costs_a_query_for_each_session_of_ones_own_only(others):
    for number in range(others):
        signed_in(make_reader(f"reader{number}@readers.example"))
    client = signed_in(make_reader())
    client.get("/zone/")  # what all pages share is kept from here on

    with CaptureQueriesContext(connection) as queries:
        client.get("/accounts/sessions/")

    assert len(queries) <= 8


# The desk


def test_desk_is_entered_by_the_same_door():
    make_user("rita", group="Reporter")
    client = Client()

    asked = client.get("/admin/", follow=True)
    entered = sign_in(client, "rita", "secret", next="/admin/")

    assert asked.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"
    assert entered.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_desk_is_closed_to_readers():
    client = signed_in(make_reader())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "This page is not for you" in response.content.decode()


def test_desk_waits_after_wrong_passwords():
    make_user("rita", group="Reporter")
    client = Client()

    for _ in range(5):
        sign_in(client, "rita", "wrong", next="/admin/")

    assert sign_in(client, "rita", "secret", next="/admin/").status_code == 200
    assert client.get("/admin/").status_code == 302


def test_desk_sends_to_the_page_of_the_account_for_a_new_password():
    make_user("rita", group="Reporter")
    client = Client()
    sign_in(client, "rita", "secret")

    assert client.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"


def test_superusers_see_no_keys_and_sessions_at_the_desk():
    root = User.objects.create_superuser("root", "root@newsroom.example", PASSWORD)
    client = signed_in(root)

    models = {model["object_name"] for app in client.get("/admin/").context["app_list"] for model in app["models"]}

    assert {"User", "Group"} <= models
    assert models & {"EmailAddress", "Authenticator", "UserSession"} == set()
