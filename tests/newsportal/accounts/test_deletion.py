"""Deleting an account: what goes, who may, and that nothing stays."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils import timezone

from newsportal.accounts.deletion import BelongsToTheNewsroom, delete_account
from newsportal.accounts.models import User
from tests.factories import make_article, make_author, make_user
from tests.newsportal.accounts.people import PASSWORD, make_reader, signed_in

pytestmark = pytest.mark.django_db


def traces_of(pk: int, *words: str) -> list[str]:
    """Rows of any table that name the account by its number, or hold one of the words anywhere."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                names = field.is_relation and field.related_model is User and value == pk
                text = json.dumps(row.get_decoded()) if isinstance(row, Session) else str(value)
                if names or any(word in text for word in words):
                    found.append(f"{model.__name__}.{field.name}")
                if isinstance(row, Session) and row.get_decoded().get("_auth_user_id") == str(pk):
                    found.append("Session")
    return found


@pytest.fixture
def reader():
    """A reader who left something in every table that knows people."""
    user = make_reader(zone="Asia/Kolkata", theme="dark")
    EmailAddress.objects.create(user=user, email="ada.new@readers.example")
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "of reader-ada"})
    root = make_user("root", is_superuser=True, is_staff=True)
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=root, content_type=kind, object_id=str(user.pk), object_repr=user.username, action_flag=CHANGE
    )
    signed_in(user)
    Client().force_login(user)  # a session that no list knows
    Client().post("/accounts/login/code/", {"email": "ada@readers.example"})
    return user


def test_nothing_of_the_person_stays(reader):
    client = signed_in(reader)
    other = make_reader("ben@readers.example")
    others_browser = signed_in(other)
    pk = reader.pk
    words = ("ada@readers.example", "ada.new@readers.example", "reader-ada")
    before = set(traces_of(pk, *words))

    response = client.post("/accounts/delete/", {"password": PASSWORD}, follow=True)

    assert {"User.email", "EmailAddress.user", "Authenticator.user", "UserSession.user", "Session"} <= before
    assert {"LogEntry.object_repr", "Session.session_data"} <= before
    assert traces_of(pk, *words) == []
    assert response.redirect_chain == [("/accounts/deleted/", 302)]
    assert "The account is deleted" in response.content.decode()
    assert client.get("/accounts/").status_code == 302
    assert others_browser.get("/accounts/").context["user"] == other
    assert UserSession.objects.count() == Session.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("ada@readers.example", True),
        ("Sent to Ada@Readers.example.", True),
        ("Sent to:\nada@readers.example", True),
        ("xada@readers.example", False),
        ("x.ada@readers.example", False),
        ("ada@readers.example.org", False),
        ("ada@readers.examples", False),
    ],
)
def test_session_that_was_begun_with_the_address_ends_and_with_a_longer_one_goes_on(reader, said, goes):
    begun = SessionStore()
    begun["account_login"] = {"said": said}
    begun.create()

    delete_account(reader)

    assert begun.exists(begun.session_key) is not goes


def test_tables_that_name_people_are_all_searched():
    naming = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is User and field.remote_field.on_delete is models.DO_NOTHING
    }

    assert naming == set()  # no row of a person is left to its own


def test_page_tells_what_goes(reader):
    html = signed_in(reader).get("/accounts/delete/").content.decode()

    assert "This cannot be undone" in html
    assert "/accounts/export/" in html


@pytest.mark.parametrize("password", ["", "wrong", "x" * 100_000, "\x00"])
def test_wrong_password_deletes_nothing(reader, password):
    response = signed_in(reader).post("/accounts/delete/", {"password": password})

    assert list(response.context["form"].errors) == ["password"]
    assert User.objects.filter(pk=reader.pk).exists()


def test_guessing_the_password_has_to_wait(reader):
    client = signed_in(reader)

    answers = [client.post("/accounts/delete/", {"password": "wrong"}) for _ in range(6)]

    assert answers[5].context["form"].errors == {
        "password": ["These were too many attempts. Please wait some minutes."]
    }


def test_opening_the_page_deletes_nothing(reader):
    signed_in(reader).get("/accounts/delete/?password=" + PASSWORD)

    assert User.objects.filter(pk=reader.pk).exists()


def without_password(user) -> Client:
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    return client


def test_who_has_no_password_must_have_signed_in_just_now():
    user = make_reader()
    client = without_password(user)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - datetime.timedelta(hours=1))

    late = client.post("/accounts/delete/")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    fresh = client.post("/accounts/delete/")

    assert late.context["form"].non_field_errors() == [
        "You signed in a while ago. Sign out, sign in again, and come back."
    ]
    assert fresh.headers["Location"] == "/accounts/deleted/"
    assert not User.objects.filter(pk=user.pk).exists()


def test_who_has_no_password_but_a_passkey_shows_the_passkey():
    user = make_reader()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    client = without_password(user)

    response = client.post("/accounts/delete/")

    assert response.headers["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")
    assert User.objects.filter(pk=user.pk).exists()


def test_people_of_the_newsroom_are_refused_in_a_sentence():
    user = make_user("anna", group="Editor")
    client = Client()
    client.force_login(user)

    for response in (client.get("/accounts/delete/"), client.post("/accounts/delete/", {"password": "secret"})):
        assert response.status_code == 403
        assert "This account belongs to the newsroom" in response.content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def wrote(user):
    make_article(created_by=user)


def signs(user):
    make_author(user=user)


def acted(user):
    LogEntry.objects.create(user=user, object_repr="x", action_flag=CHANGE)


@pytest.mark.parametrize("took_part", [wrote, signs, acted])
def test_who_once_took_part_in_the_newsroom_is_refused_as_well(took_part):
    user = make_reader()
    took_part(user)

    with pytest.raises(BelongsToTheNewsroom):
        delete_account(user)

    assert User.objects.filter(pk=user.pk).exists()


def test_strangers_are_led_to_the_door(client):
    assert client.post("/accounts/delete/").headers["Location"] == "/accounts/login/?next=/accounts/delete/"
