"""Whose address is whose, and that no other address gets mail."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction

from newsportal.accounts.addresses import verified_address
from newsportal.accounts.models import User
from tests.factories import make_user
from tests.newsportal.accounts.people import PASSWORD, link_in, make_reader, messages_of, outbox, signed_in

pytestmark = pytest.mark.django_db
ASKING = {"password": "/accounts/password/reset/", "code": "/accounts/login/code/"}


def addresses_of(user) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("email", "verified", "primary"))


def follow(client, message):
    """Open the link of a verification and press the button there."""
    return client.post(link_in(message), follow=True)


def test_link_in_the_mail_verifies_the_address(client):
    client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": PASSWORD})
    user = User.objects.get()
    assert verified_address(user) == ""

    page = client.get(link_in(mail.outbox[0]))
    assert verified_address(user) == ""  # opening the link is not enough: programs that look at mail open links
    response = follow(client, mail.outbox[0])

    assert "ada@readers.example" in page.content.decode()
    assert messages_of(response)[-1] == "ada@readers.example is verified."
    assert verified_address(user) == "ada@readers.example"


def test_link_works_in_another_browser_and_signs_nobody_in(client, django_user_model):
    client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": PASSWORD})
    stranger = type(client)()

    follow(stranger, mail.outbox[0])

    assert verified_address(User.objects.get()) == "ada@readers.example"
    assert stranger.get("/accounts/").status_code == 302


@pytest.mark.parametrize("key", ["nonsense", "MQ:1abc:xyz", "x" * 2000])
def test_link_that_is_none_says_so(client, key):
    response = client.get(f"/accounts/confirm-email/{key}/")

    assert "This link no longer works" in response.content.decode()
    assert client.post(f"/accounts/confirm-email/{key}/").status_code == 404


@pytest.mark.parametrize("asked", ASKING)
def test_unverified_address_gets_the_verification_instead_of_what_was_asked_for(client, asked):
    make_reader(verified=False)

    client.post(ASKING[asked], {"email": "ada@readers.example"})

    assert outbox() == [(["ada@readers.example"], "Verify your address")]


AGAIN = {
    "password": ("/accounts/password/reset/", {"email": "anna@example.org"}, "Choose a new password"),
    "code": ("/accounts/login/code/confirm/", {"action": "resend"}, "Your sign-in code"),
}


@pytest.mark.parametrize("asked", ASKING)
def test_account_made_at_the_desk_gets_the_verification_first(client, asked):
    user = make_user("anna")

    client.post(ASKING[asked], {"email": "Anna@example.org"})
    assert outbox() == [(["anna@example.org"], "Verify your address")]
    follow(client, mail.outbox[0])
    path, again, subject = AGAIN[asked]
    client.post(path, again)

    assert verified_address(user) == "anna@example.org"
    assert outbox()[1:] == [(["anna@example.org"], subject)]


@pytest.mark.parametrize("asked", ASKING)
def test_unknown_address_gets_nothing(client, asked):
    client.post(ASKING[asked], {"email": "nobody@readers.example"})

    assert mail.outbox == []


@pytest.mark.parametrize("asked", ASKING)
def test_page_says_the_same_of_verified_unverified_and_unknown_addresses(asked, client):
    make_reader("known@readers.example")
    make_reader("fresh@readers.example", verified=False)

    def answer(name: str) -> tuple:
        visitor = type(client)()
        response = visitor.post(ASKING[asked], {"email": f"{name}@readers.example"}, follow=True)
        html = response.content.decode().replace(name, "NAME")
        token = response.context["csrf_token"]
        return response.redirect_chain, html.replace(str(token), "TOKEN")

    assert answer("known") == answer("fresh") == answer("nobody")


def test_verification_is_not_sent_again_and_again(client):
    make_reader(verified=False)

    for _ in range(3):
        client.post("/accounts/password/reset/", {"email": "ada@readers.example"})

    assert len(mail.outbox) == 1


def test_notifications_wait_for_a_verified_address():
    fresh = signed_in(make_reader("fresh@readers.example", verified=False))
    known = signed_in(make_reader("known@readers.example"))
    new = {"oldpassword": PASSWORD, "password1": "another odd sentence", "password2": "another odd sentence"}

    for client in (fresh, known):
        assert client.post("/accounts/password/change/", new).status_code == 302

    assert outbox() == [(["known@readers.example"], "Your password was changed")]


def change_address(client, email: str):
    """Ask for another address, and prove to be the one who signed in."""
    response = client.post("/accounts/email/", {"email": email, "action_add": ""})
    assert response.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    return client.post(response.headers["Location"], {"password": PASSWORD})


def test_old_address_stays_until_the_new_one_is_verified():
    user = make_reader("old@readers.example")
    client = signed_in(user)

    change_address(client, "new@readers.example")

    user.refresh_from_db()
    assert (user.email, verified_address(user)) == ("old@readers.example", "old@readers.example")
    assert outbox() == [(["new@readers.example"], "Verify your address")]

    follow(client, mail.outbox[0])

    user.refresh_from_db()
    assert (user.email, verified_address(user)) == ("new@readers.example", "new@readers.example")
    assert addresses_of(user) == [("new@readers.example", True, True)]
    assert outbox()[1:] == [(["old@readers.example"], "Your account has another address")]


def test_change_can_be_called_off():
    user = make_reader("old@readers.example")
    client = signed_in(user)
    change_address(client, "new@readers.example")

    client.post("/accounts/email/", {"email": "new@readers.example", "action_remove": ""})

    assert addresses_of(user) == [("old@readers.example", True, True)]
    assert [to for to, _subject in outbox()] == [["new@readers.example"], ["old@readers.example"]]


def test_mistyped_address_is_put_right_before_it_was_verified():
    people = [make_reader(f"{name}@raeders.example", verified=False) for name in ("ada", "ben")]

    for user in people:
        name = user.email.partition("@")[0]
        change_address(signed_in(user), f"{name}@readers.example")

    assert [addresses_of(user) for user in people] == [
        [("ada@readers.example", False, False)],
        [("ben@readers.example", False, False)],
    ]
    assert [to for to, _subject in outbox()] == [["ada@readers.example"], ["ben@readers.example"]]


def test_address_belongs_to_who_verifies_it():
    """Nobody can keep an address from its owner by naming it first."""
    squatter = make_reader("owner@readers.example", verified=False)
    owner = make_reader("before@readers.example")
    client = signed_in(owner)

    change_address(client, "owner@readers.example")
    follow(client, mail.outbox[0])

    squatter.refresh_from_db()
    assert (verified_address(owner), verified_address(squatter), squatter.email) == ("owner@readers.example", "", "")
    assert addresses_of(squatter) == []


def test_address_somebody_is_about_to_change_to_can_still_be_signed_up_with(client):
    other = make_reader("other@readers.example")
    change_address(signed_in(other), "ada@readers.example")
    mail.outbox.clear()

    client.post("/accounts/signup/", {"email": "ada@readers.example", "password1": PASSWORD})
    user = User.objects.get(email="ada@readers.example")
    client.post("/accounts/email/", {"email": "ada@readers.example", "action_send": ""})

    assert user != other
    assert client.get("/accounts/").context["user"] == user


def test_verified_address_of_another_cannot_be_taken():
    owner = make_reader("owner@readers.example")
    other = make_reader("other@readers.example")
    client = signed_in(other)

    change_address(client, "owner@readers.example")
    response = follow(client, mail.outbox[0])

    other.refresh_from_db()
    assert (verified_address(owner), other.email) == ("owner@readers.example", "other@readers.example")
    assert response.status_code == 200


def test_database_keeps_addresses_apart_whatever_their_case():
    User.objects.create(username="one", email="ada@readers.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="two", email="ADA@readers.example")


def test_people_without_an_address_do_not_exclude_one_another():
    for name in ("one", "two"):
        User.objects.create(username=name, email="")

    assert User.objects.filter(email="").count() == 2


def test_verified_address_prefers_the_one_in_use():
    user = make_reader("first@readers.example")
    EmailAddress.objects.filter(user=user).update(primary=False)
    EmailAddress.objects.create(user=user, email="second@readers.example", primary=True, verified=True)
    EmailAddress.objects.create(user=user, email="third@readers.example", verified=False)

    assert verified_address(user) == "second@readers.example"
    assert verified_address(make_user("anna")) == ""
