"""Who sits at which form, and what they have typed there but not saved."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit import record
from articles.models import Article, Revision, Sitting
from articles.revisions.saving import set_aside

# A form says every 15 seconds that somebody is there.
PRESENT = datetime.timedelta(seconds=45)
# What nobody came back for within this time is kept as a revision, and forgotten as a sitting.
KEPT_FOR = datetime.timedelta(days=14)
# A story that was never saved has no revisions: what was typed of it is kept longer, and then deleted.
NEW_KEPT_FOR = datetime.timedelta(days=60)
EMPTY_KEPT_FOR = datetime.timedelta(hours=1)
MOST_SHOWN = 20


def be_present(
    token: uuid.UUID, *, user, article: Article | None, data: Mapping[str, list[str]] | None = None
) -> Sitting:
    """Note that ``user`` sits at the form of ``article``, with ``data`` in it if something has been typed.

    A token of somebody else, or of another article, is not touched: the sitting gets one of its own.
    """
    now = timezone.now()
    fields = {"seen_at": now} | ({"data": dict(data), "typed_at": now} if data is not None else {})
    own = Sitting.objects.filter(token=token, user=user, article=article)
    if own.update(**fields):
        return own.get()
    if Sitting.objects.filter(token=token).exists():
        token = uuid.uuid4()
    return Sitting.objects.create(token=token, user=user, article=article, **fields)


@dataclass(frozen=True)
class Around:
    """``others`` at the same form, first come first, and what the same person left ``unfinished``, newest first."""

    others: Sequence[Sitting] = ()
    unfinished: Sequence[Sitting] = ()


def around(
    article: Article | None, user, *, apart_from: uuid.UUID | None = None, now: datetime.datetime | None = None
) -> Around:
    """The sittings at ``article`` (``None``: at new stories) that ``user`` is to know of: one query."""
    now = now or timezone.now()
    there = Q(seen_at__gte=now - PRESENT, taken_over_by=None) & ~Q(user=user)
    left = Q(user=user, typed_at__isnull=False) & ~Q(token=apart_from)
    if article is None:
        there = Q(pk__in=[])  # new stories are as many as there are people
    found = Sitting.objects.filter(there | left, article=article).select_related("user").defer("data")
    sittings = list(found.order_by("-opened_at")[:MOST_SHOWN])
    others: dict[int, Sitting] = {}  # a person once: at the form in which they have typed last
    for sitting in sorted(sittings, key=lambda sitting: (sitting.typed_at is not None, sitting.typed_at or now)):
        if sitting.user_id != user.pk:
            others[sitting.user_id] = sitting
    return Around(
        others=sorted(others.values(), key=lambda sitting: sitting.opened_at),
        unfinished=[sitting for sitting in sittings if sitting.user_id == user.pk],
    )


def is_taken_over(token: uuid.UUID | None) -> bool:
    """Whether somebody else has taken over the form of this sitting."""
    return token is not None and Sitting.objects.filter(token=token, taken_over_by__isnull=False).exists()


def finish(token: uuid.UUID, user) -> None:
    """What was typed in this sitting has been saved, or is no longer wanted."""
    Sitting.objects.filter(token=token, user=user).delete()


@transaction.atomic
def take_over(sitting: Sitting, *, by, content: Mapping | None) -> Revision | None:
    """Take the form of somebody else over: ``content``, their unsaved text, is kept as a revision, which is returned.

    ``None`` when they have typed nothing. Their form tells them.
    """
    revision = None
    if content is not None:
        note = _("Unsaved text, taken over by %s") % name_of(by)
        revision = set_aside(sitting.article, content, by=sitting.user, note=note)
    Sitting.objects.filter(pk=sitting.pk).update(taken_over_by=by)
    details = {"from": name_of(sitting.user), "revision": revision and revision.number}
    record("take_over", sitting.article, by=by, details=details)
    return revision


def old_sittings(*, now: datetime.datetime | None = None):
    """What is to be tidied away: a queryset."""
    now = now or timezone.now()
    empty = Sitting.objects.filter(typed_at=None, seen_at__lt=now - EMPTY_KEPT_FOR)
    left = Sitting.objects.filter(article__isnull=False, seen_at__lt=now - KEPT_FOR)
    return empty | left | Sitting.objects.filter(article=None, seen_at__lt=now - NEW_KEPT_FOR)


@transaction.atomic
def put_away(sitting: Sitting, content: Mapping | None) -> Revision | None:
    """Forget a sitting of long ago. ``content``, what was typed in it, is kept as a revision, which is returned."""
    revision = None
    if content is not None:
        revision = set_aside(sitting.article, content, by=sitting.user, note=_("Typed long ago and never saved"))
    sitting.delete()
    return revision


def name_of(user) -> str:
    """What somebody is called at the desk."""
    return user.get_full_name() or user.get_username()
