"""The acts that change what readers see. The admin, commands and tests call the same ones."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Photo, Status
from articles.timelines import stamp


@dataclass(frozen=True)
class Missing:
    """Something an article lacks: the form field it belongs to, a sentence, and whether it stops publication."""

    field: str
    message: str
    stops: bool


def missing_for_publication(article: Article, *, has_topic: bool, further: Iterable[Photo] = ()) -> list[Missing]:
    """What ``article`` lacks before readers may see it; empty when nothing.

    A breaking story goes out with a headline and a topic alone; what else is missing only warns. No photograph goes
    out without its credit, breaking or not.
    """
    missing = []

    def lacks(field: str, message: str, *, always: bool = False):
        missing.append(Missing(field, message, stops=always or not article.is_breaking))

    if not article.headline.strip():
        lacks("headline", _("The headline is missing."), always=True)
    if not has_topic:
        lacks("section", _("The story needs a section or a topic."), always=True)
    if not article.lead.strip():
        lacks("lead", _("The lead is missing."))
    for field, photo in [("lead_photo", article.lead_photo), *(("photos", photo) for photo in further)]:
        if photo:
            missing += missing_in_photo(photo, field=field, is_breaking=article.is_breaking)
    return missing


def missing_in_photo(photo: Photo, *, field: str, is_breaking: bool) -> list[Missing]:
    """What ``photo`` lacks before readers may see it in an article, to be said next to ``field``."""
    missing = []
    if not photo.may_be_published:
        missing.append(Missing(field, _("The photograph “%s” has no credit.") % photo, stops=True))
    if not photo.alt.strip():
        missing.append(Missing(field, _("The photograph “%s” has no alternative text.") % photo, stops=not is_breaking))
    return missing


def what_is_missing(article: Article) -> list[Missing]:
    """What a stored ``article`` lacks before readers may see it."""
    further = [row.photo for row in article.photo_rows.select_related("photo")]
    return missing_for_publication(article, has_topic=article.topic_rows.exists(), further=further)


@transaction.atomic
def publish(article: Article, *, at: datetime.datetime | None = None) -> list[Missing]:
    """Publish ``article`` at ``at``; a moment to come schedules it.

    Without ``at`` the moment it already has is kept, else it is now. Returns what is missing but does not stop a
    breaking story. Raises ``ValidationError`` with everything that does; then nothing has changed.
    """
    missing = what_is_missing(article)
    if problems := [found.message for found in missing if found.stops]:
        raise ValidationError(problems)
    now = timezone.now()
    moment = at or article.published_at or now
    if article.withdraw_at and article.withdraw_at <= max(moment, now):
        raise ValidationError(_("The story would be withdrawn before it is published: change “withdraw at”."))
    article.published_at = moment
    article.status = Status.PUBLISHED
    article.save(update_fields=["published_at", "status", "saved_at"])
    stamp(article)
    return missing


@transaction.atomic
def withdraw(article: Article) -> None:
    """Take ``article`` off the site: its address answers 410 from now on.

    Raises ``ValidationError`` when it is not published.
    """
    if article.status != Status.PUBLISHED:
        raise ValidationError(_("“%s” is not published.") % article)
    article.status = Status.WITHDRAWN
    article.save(update_fields=["status", "saved_at"])
    stamp(article)


@transaction.atomic
def submit_for_review(article: Article) -> None:
    """Hand a draft to the editors. Raises ``ValidationError`` when it is no draft."""
    if article.status != Status.DRAFT:
        raise ValidationError(_("“%s” is not a draft.") % article)
    article.status = Status.IN_REVIEW
    article.save(update_fields=["status", "saved_at"])


@transaction.atomic
def return_to_draft(article: Article) -> None:
    """Hand a story in review back to its author, or reopen a withdrawn one. Raises ``ValidationError`` otherwise."""
    if article.status not in {Status.IN_REVIEW, Status.WITHDRAWN}:
        raise ValidationError(_("“%s” is neither in review nor withdrawn.") % article)
    article.status = Status.DRAFT
    article.save(update_fields=["status", "saved_at"])
