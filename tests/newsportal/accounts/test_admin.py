"""Accounts at the desk: superusers only, one account for each address."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from newsportal.accounts.addresses import verified_address
from newsportal.accounts.models import User
from tests.factories import make_user


@pytest.fixture
def root(db):
    client = Client()
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    return client


def add(client, **fields):
    data = {
        "username": "nora",
        "email": "nora@example.org",
        "usable_password": "true",
        "password1": "a-long-and-odd-sentence",
        "password2": "a-long-and-odd-sentence",
        "is_staff": "on",
    }
    return client.post(reverse("admin:accounts_user_add"), data | fields)


def errors(response) -> list[str]:
    return list(response.context["adminform"].form.errors)


def test_new_account_can_sign_in(root):
    add(root)

    user = User.objects.get(username="nora")
    assert (user.email, user.is_staff, user.is_superuser) == ("nora@example.org", True, False)
    assert Client().login(username="nora", password="a-long-and-odd-sentence")


def test_address_is_required(root):
    assert errors(add(root, email="")) == ["email"]


@pytest.mark.parametrize("email", ["nora@example.org", "NORA@Example.ORG"])
def test_address_belongs_to_one_account(root, email):
    add(root)

    response = add(root, username="other", email=email)

    assert response.status_code == 200
    assert "There is already an account with this e-mail address." in response.content.decode()
    assert User.objects.filter(email__iexact="nora@example.org").count() == 1


def test_address_of_another_is_refused_when_an_account_is_changed(root):
    add(root)
    user = make_user("otto")
    address = reverse("admin:accounts_user_change", args=[user.pk])

    root.post(address, {"username": "otto", "email": "Nora@example.org", "is_active": "on"})

    user.refresh_from_db()
    assert user.email == "otto@example.org"


def test_rights_alone_do_not_open_accounts(db):
    """Somebody who could change accounts could make themselves a superuser."""
    from django.contrib.auth.models import Permission

    user = make_user("sly", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=["accounts", "auth"]))
    client = Client()
    client.force_login(user)

    response = client.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"username": "sly", "email": "sly@example.org", "is_active": "on", "is_staff": "on", "is_superuser": "on"},
    )

    user.refresh_from_db()
    assert response.status_code == 403
    assert not user.is_superuser
    assert add(client).status_code == 403


def test_address_named_at_the_desk_is_verified_by_its_owner_only(root):
    add(root)
    user = User.objects.get(username="nora")
    EmailAddress.objects.filter(user=user).update(verified=True)
    address = reverse("admin:accounts_user_change", args=[user.pk])
    assert verified_address(user) == "nora@example.org"

    same = {"username": "nora", "email": "nora@example.org", "is_active": "on", "first_name": "Nora"}
    root.post(address, same)
    assert verified_address(user) == "nora@example.org"
    root.post(address, same | {"email": "Other@Example.org"})

    user.refresh_from_db()
    assert (user.email, verified_address(user)) == ("other@example.org", "")
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("other@example.org", False, True)
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(root, count, django_assert_num_queries):
    for number in range(count):
        make_user(f"reader{number}")

    with django_assert_num_queries(5):
        root.get(reverse("admin:accounts_user_changelist"))
