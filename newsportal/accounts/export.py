"""Everything the site holds of a person, for them to take along.

Apps that hold something of people add their part when they start: ``register("feeds", feeds_of)`` in ``ready()``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.http import JsonResponse
from django.utils import timezone

from articles.models import Author
from newsportal.accounts.models import User

Source = Callable[[User], dict | list]
SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Put what ``source(user)`` returns (only what JSON and Django's encoder know) under ``name`` into every export.

    Raises ``ValueError`` when another source has the name already.
    """
    if SOURCES.setdefault(name, source) is not source:
        raise ValueError(f"There is already something called {name!r} in the export.")


def export(user: User) -> dict[str, Any]:
    """What the site holds of ``user``, by the names of the parts. Passwords and keys are not in it."""
    return {"exported_at": timezone.now(), **{name: source(user) for name, source in SOURCES.items()}}


def export_response(user: User) -> JsonResponse:
    name = f"account-{timezone.now():%Y-%m-%d}.json"
    response = JsonResponse(export(user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def account(user: User) -> dict:
    fields = ("username", "email", "first_name", "last_name", "date_joined", "last_login")
    return {name: getattr(user, name) for name in fields}


def preferences(user: User) -> dict:
    return {"zone": user.zone, "theme": user.theme}


def addresses(user: User) -> list:
    return list(EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary"))


def sessions(user: User) -> list:
    fields = ("ip", "user_agent", "created_at", "last_seen_at")
    return list(UserSession.objects.filter(user=user).order_by("pk").values(*fields))


def second_steps(user: User) -> list:
    return [
        {"type": step.type, "name": str(step), "created_at": step.created_at, "last_used_at": step.last_used_at}
        for step in Authenticator.objects.filter(user=user).order_by("pk")
    ]


def newsroom(user: User) -> dict:
    acts = LogEntry.objects.filter(user=user).order_by("pk").select_related("content_type")
    return {
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "bylines": list(Author.objects.filter(user=user).order_by("pk").values_list("name", flat=True)),
        "acts": [
            {"at": act.action_time, "on": f"{act.content_type} {act.object_repr}", "what": act.get_change_message()}
            for act in acts
        ],
    }


for part in (account, preferences, addresses, sessions, second_steps, newsroom):
    register(part.__name__, part)
