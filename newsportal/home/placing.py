"""Acts of editors on the slots of the home page. The desk, commands and tests call the same ones.

Each of them waits for whoever is changing the page at the same moment. With ``seen``, the number of changes that the
editor's view of the page knew of (``HomePage.changes``), nothing is done when somebody else has been quicker. Who may
do it is asked before. Each is written into the newsroom's log as an act on the story.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit import record
from articles.models import Article
from newsportal.home.models import HomePage, Placement
from newsportal.home.slots import SLOTS
from topics.versions import touch

TEXTS = ("article__body", "article__pages", "article__contents")


class ChangedMeanwhile(Exception):
    """Somebody else has changed the page since the editor looked at it: ``page`` says who, and when."""

    def __init__(self, page: HomePage):
        super().__init__(page)
        self.page = page


@dataclass(frozen=True)
class Moved:
    """Where a story stands now; ``replaced`` is the one that had to leave this slot for it."""

    article: Article
    slot: int
    replaced: Article | None = None


@transaction.atomic
def place(
    article: Article,
    *,
    slot: int,
    by=None,
    until: datetime.datetime | None = None,
    seen: int | None = None,
    now: datetime.datetime | None = None,
) -> Moved:
    """Put ``article`` into ``slot`` until ``until``, or for good; whatever an editor had placed there leaves.

    A story that is placed already moves, as ``move`` does it. Raises ``ValidationError`` for a story that readers may
    not see at ``now`` (default: this moment), or an end that has passed.
    """
    slots = _begin(by, seen)
    if any(placement and placement.article_id == article.pk for placement in slots):
        return _move(slots, article.pk, to=slot, by=by)
    if not Article.objects.published(now).filter(pk=article.pk).exists():
        raise ValidationError(_("“%s” is not published: readers would not see it.") % article)
    _refuse_past(until)
    replaced = slots[slot]
    slots[slot] = Placement(article=article, until=until, placed_by=by)
    _store(slots)
    if replaced:
        record("take_off_home_page", replaced.article, by=by, details={"slot": slot, "for": article.pk})
    record("place_on_home_page", article, by=by, details={"slot": slot} | _said_end(until))
    return Moved(article, slot, replaced and replaced.article)


@transaction.atomic
def move(article_id: int, *, to: int, by=None, seen: int | None = None) -> Moved:
    """Put a placed story into the slot ``to``; the slots it passes move up or down by one.

    Raises ``ValidationError`` when the story is not placed.
    """
    return _move(_begin(by, seen), article_id, to=to, by=by)


@transaction.atomic
def remove(article_id: int, *, by=None, seen: int | None = None) -> Article:
    """Give the slot of a placed story, which is returned, back to the stream.

    Raises ``ValidationError`` when the story is not placed.
    """
    slots = _begin(by, seen)
    placement = slots[_slot_of(slots, article_id)]
    _store([None if other is placement else other for other in slots])
    record("take_off_home_page", placement.article, by=by, details={"slot": placement.slot})
    return placement.article


@transaction.atomic
def set_end(article_id: int, *, until: datetime.datetime | None, by=None, seen: int | None = None) -> Article:
    """Let a placed story, which is returned, stand until ``until``, or for good.

    Raises ``ValidationError`` when it is not placed, or the moment has passed.
    """
    slots = _begin(by, seen)
    placement = slots[_slot_of(slots, article_id)]
    _refuse_past(until)
    placement.until = until
    _store(slots)
    record("set_end_on_home_page", placement.article, by=by, details=_said_end(until))
    return placement.article


def _begin(by, seen: int | None) -> list[Placement | None]:
    """What editors placed, by slot, without what has ended; from now on nobody else changes it.

    Raises ``ChangedMeanwhile``.
    """
    page = HomePage.objects.locked()
    if seen is not None and seen != page.changes:
        raise ChangedMeanwhile(page)
    page.changes, page.changed_at, page.changed_by = page.changes + 1, timezone.now(), by
    page.save()
    slots: list[Placement | None] = [None] * SLOTS
    for placement in Placement.objects.not_ended().select_related("article").defer(*TEXTS):
        slots[placement.slot] = placement
    return slots


def _store(slots: list[Placement | None]) -> None:
    # All anew: a story that changes places with another would meet it on the way.
    Placement.objects.all().delete()
    for slot, placement in enumerate(slots):
        if placement:
            placement.slot = slot
    Placement.objects.bulk_create(filter(None, slots))
    touch("home")


def _move(slots: list[Placement | None], article_id: int, *, to: int, by) -> Moved:
    came_from = _slot_of(slots, article_id)
    placement = slots.pop(came_from)
    slots.insert(to, placement)
    _store(slots)
    record("move_on_home_page", placement.article, by=by, details={"from": came_from, "slot": to})
    return Moved(placement.article, to)


def _slot_of(slots: list[Placement | None], article_id: int) -> int:
    for slot, placement in enumerate(slots):
        if placement and placement.article_id == article_id:
            return slot
    raise ValidationError(_("This story does not stand in a slot any more."))


def _refuse_past(until: datetime.datetime | None) -> None:
    if until and until <= timezone.now():
        raise ValidationError(_("This moment has passed. To take the story off the slot now, remove it."))


def _said_end(until: datetime.datetime | None) -> dict[str, str]:
    return {"until": until.isoformat()} if until else {}
