"""Readers for the tests of accounts, and what they do at the door."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from newsportal.accounts.models import User

PASSWORD = "a-long-and-odd-sentence"


def make_reader(email="ada@readers.example", *, verified=True, **fields) -> User:
    """An account as signing up leaves it, its address verified unless said otherwise."""
    user = User.objects.create_user(f"reader-{email.partition('@')[0]}", email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=verified)
    return user


def sign_in(client: Client, name="ada@readers.example", password=PASSWORD, **fields):
    return client.post("/accounts/login/", {"login": name, "password": password, **fields})


def signed_in(user: User) -> Client:
    client = Client()
    assert sign_in(client, user.username).status_code == 302
    return client


def outbox() -> list[tuple[list[str], str]]:
    """To whom mail went, and its subject without the name of the site."""
    return [(message.to, message.subject.removeprefix("[Test Wire] ")) for message in mail.outbox]


def link_in(message) -> str:
    """The path of the first link in a message."""
    return re.search(r"^http://127\.0\.0\.1:8000(/\S+)$", message.body, re.MULTILINE)[1]


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
