"""Deleting an account: nothing of the person stays behind."""

from __future__ import annotations

import datetime
import json
import re

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author
from newsportal.accounts.models import User


class BelongsToTheNewsroom(Exception):
    """The account has taken part in the newsroom's work, which stays; superusers decide about it."""


def belongs_to_newsroom(user: User) -> bool:
    """Whether articles or the log of the desk may name this account."""
    return (
        user.is_staff
        or user.is_superuser
        or Author.objects.filter(user=user).exists()
        or Article.objects.filter(created_by=user).exists()
        or LogEntry.objects.filter(user=user).exists()
    )


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete a reader's account with everything that hangs on it, and end its sessions everywhere.

    Raises ``BelongsToTheNewsroom``.
    """
    if belongs_to_newsroom(user):
        raise BelongsToTheNewsroom
    kind = ContentType.objects.get_for_model(get_user_model())
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).delete()
    end_sessions(user)
    user.delete()


def end_sessions(user: User) -> None:
    """Delete every session of ``user``, and those in which somebody began to sign in as them.

    Sessions do not know whose they are until they are opened, so all are; it is rare enough to take a second.
    """
    named = {user.email, *user.emailaddress_set.values_list("email", flat=True)} - {""}
    ended = [
        session.pk for session in Session.objects.iterator() if speaks_of(session.get_decoded(), user=user, named=named)
    ]
    for start in range(0, len(ended), 500):
        Session.objects.filter(pk__in=ended[start : start + 500]).delete()


def speaks_of(data: dict, *, user: User, named: set[str]) -> bool:
    login = data.get("account_login") or {}
    if data.get("_auth_user_id") == str(user.pk) or login.get("user_pk") == int_to_base36(user.pk):
        return True
    text = json.dumps(data, ensure_ascii=False).lower()
    return any(names_address(text, email) for email in named)


def names_address(text: str, email: str) -> bool:
    """Whether ``email`` stands in ``text``, and not only as a part of another address."""
    # JSON writes a line break with a letter, which is no part of the address behind it.
    return re.search(rf"(?:(?<![\w.+-])|(?<=\\n)){re.escape(email)}(?![\w-]|\.\w)", text) is not None


class DeletionForm(forms.Form):
    """Proof that the person at the keyboard is the owner: the password, or a sign-in of just now."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self):
        # Counted as a sign-in is: five wrong ones, and it has to wait.
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]

    def clean(self):
        fresh = timezone.now() - datetime.timedelta(seconds=account_settings.REAUTHENTICATION_TIMEOUT)
        if "password" not in self.fields and (self.user.last_login is None or self.user.last_login < fresh):
            raise forms.ValidationError(_("You signed in a while ago. Sign out, sign in again, and come back."))
        return super().clean()
