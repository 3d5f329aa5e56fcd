"""Accounts to try the site with: one for each role of the newsroom and a reader's, with passwords nobody else knows."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from articles.models import Author

GROUPS = {"reporter": "Reporter", "editor": "Editor", "chief": "Chief editor"}
READER = "reader"


@dataclass(frozen=True)
class DemoLogin:
    username: str
    password: str

    @property
    def group(self) -> str:
        """The role in the newsroom; "" for the reader, who has none."""
        return GROUPS.get(self.username, "")


def demo_logins(path: Path) -> list[DemoLogin]:
    """The demonstration logins that work, made and written to ``path`` first where the site has no account at all.

    On a site with accounts nothing is made; what ``path`` holds is returned as far as it still opens the door.
    """
    if not get_user_model().objects.exists():
        make_logins(path)
    return [login for login in read_logins(path) if opens_the_door(login)]


@transaction.atomic
def make_logins(path: Path) -> None:
    # A file of an earlier database goes, so that the new one is made with its mode and never opened with another's.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for username in (*GROUPS, READER):
            password = secrets.token_urlsafe(12)
            make_login(username, password)
            file.write(f"{username} {password}\n")


def make_login(username: str, password: str) -> None:
    people = get_user_model().objects
    if username == READER:
        # Verified, so that there is somebody the site may send mail to; it goes nowhere.
        user = people.create_user(username, f"{username}@readers.invalid", password)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return
    user = people.create_user(username, f"{username}@newsroom.invalid", password, is_staff=True)
    user.groups.add(Group.objects.get(name=GROUPS[username]))
    # A byline of their own: drafts of the reporter start with it.
    if username == "reporter" and (author := Author.objects.filter(user=None).first()):
        author.user = user
        author.save(update_fields=["user"])


def read_logins(path: Path) -> list[DemoLogin]:
    """The logins written in ``path``; lines that are none, and a file that is not there, count for nothing."""
    if not path.exists():
        return []
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [DemoLogin(*row) for row in rows if len(row) == 2 and row[0] in {*GROUPS, READER}]


def opens_the_door(login: DemoLogin) -> bool:
    """Whether the account is there, active, and still has this password."""
    user = get_user_model().objects.filter(username=login.username, is_active=True).first()
    return user is not None and user.check_password(login.password)
