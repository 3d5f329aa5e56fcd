"""Everything the site holds of a person, as a file."""

import pytest
from allauth.mfa.models import Authenticator

from newsportal.accounts import export
from newsportal.accounts.models import User
from tests.factories import make_author, make_user
from tests.newsportal.accounts.people import PASSWORD, make_reader, signed_in

pytestmark = pytest.mark.django_db


def part(data: dict, *names: str) -> dict:
    return {name: data[name] for name in names}


def test_file_holds_the_account_and_what_hangs_on_it(time_machine):
    time_machine.move_to("2026-11-24 10:00:00 +0000", tick=False)
    user = make_reader(zone="Asia/Kolkata", theme="dark")
    make_reader("ben@readers.example")
    client = signed_in(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Telephone", "credential": {"key": "hush"}})

    response = client.get("/accounts/export/")

    data = response.json()
    now = "2026-11-24T10:00:00Z"
    assert response.headers["Content-Disposition"] == 'attachment; filename="account-2026-11-24.json"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert part(data, "exported_at", "account", "preferences", "addresses", "sessions", "second_steps") == {
        "exported_at": now,
        "account": {
            "username": "reader-ada",
            "email": "ada@readers.example",
            "first_name": "",
            "last_name": "",
            "date_joined": now,
            "last_login": now,
        },
        "preferences": {"zone": "Asia/Kolkata", "theme": "dark"},
        "addresses": [{"email": "ada@readers.example", "verified": True, "primary": True}],
        "sessions": [{"ip": "127.0.0.1", "user_agent": "", "created_at": now, "last_seen_at": now}],
        "second_steps": [{"type": "webauthn", "name": "Telephone", "created_at": now, "last_used_at": None}],
    }
    text = response.content.decode()
    assert [word for word in ("hush", "ben@", "password", "md5", PASSWORD) if word in text] == []


def test_file_of_somebody_of_the_newsroom_holds_their_acts():
    user = make_user("anna", group="Editor")
    make_author("Anna Reed", user=user)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    user.set_password(PASSWORD)
    user.save()
    client = signed_in(user)
    client.post("/admin/taggit/tag/add/", {"name": "Ships", "slug": "ships"})

    newsroom = client.get("/accounts/export/").json()["newsroom"]

    assert (newsroom["groups"], newsroom["bylines"]) == (["Editor"], ["Anna Reed"])
    assert [(act["on"], act["what"]) for act in newsroom["acts"]] == [("Taggit | tag Ships", "Added.")]


def test_other_apps_add_their_part(monkeypatch):
    monkeypatch.setattr(export, "SOURCES", dict(export.SOURCES))

    export.register("letters", lambda user: [f"to {user.email}"])

    assert signed_in(make_reader()).get("/accounts/export/").json()["letters"] == ["to ada@readers.example"]


def test_name_of_a_part_is_given_once(monkeypatch):
    monkeypatch.setattr(export, "SOURCES", dict(export.SOURCES))

    export.register("account", export.account)  # the same once more is no harm
    with pytest.raises(ValueError, match="'account'"):
        export.register("account", lambda user: {})


def test_strangers_get_no_file(client):
    assert client.get("/accounts/export/").headers["Location"] == "/accounts/login/?next=/accounts/export/"
