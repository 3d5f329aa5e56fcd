"""The steps of a story's life as acts. The admin, commands and tests call the same ones.

Each takes ``by`` (a user; ``None`` is the site itself, such as an import) and a ``note``, and is written down with
both. It locks the story, reads it anew and looks whether the step (``articles.workflow``) begins where the story
stands now: of two editors who press two buttons at once the second is told. Raises ``ValidationError`` with sentences
for people; then nothing has changed. Who may take which step is asked before, by whoever has a user before them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit import record
from articles.models import Article, Correction, Photo
from articles.surrogate_keys import keys_of_stories
from articles.timelines import stamp
from articles.workflow import STEPS, refuse_out_of_turn
from topics.versions import touch


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
def submit_for_review(article: Article, *, by=None, note: str = "") -> None:
    """Hand a draft to the editors."""
    _begin(article, "submit")
    _end(article, "submit", by=by, note=note)


@transaction.atomic
def send_back(article: Article, *, by=None, note: str) -> None:
    """Hand a story in review, or an approved one, back to its author; ``note`` says what is to be done."""
    _begin(article, "send_back")
    if not note.strip():
        raise ValidationError(_("Say in the note what is to be done: “%s” was not sent back.") % article)
    _end(article, "send_back", by=by, note=note)


@transaction.atomic
def approve(article: Article, *, by=None, note: str = "") -> None:
    """Say that a story in review may go out as it is."""
    _begin(article, "approve")
    own = by is not None and article.created_by_id == by.pk
    _end(article, "approve", by=by, note=note, details={"own": True} if own else {})


@transaction.atomic
def publish(article: Article, *, by=None, note: str = "", at: datetime.datetime | None = None) -> list[Missing]:
    """Publish ``article`` at ``at``; a moment to come schedules it.

    Without ``at`` the moment it already has is kept, else it is now, or the end of its embargo. Returns what is missing
    but does not stop a breaking story. Raises ``ValidationError`` with everything that does.
    """
    _begin(article, "publish")
    article.published_at = at or article.published_at or max(timezone.now(), article.embargo_until or timezone.now())
    return _put_out(article, "publish", by=by, note=note)


@transaction.atomic
def withdraw(article: Article, *, by=None, note: str = "") -> None:
    """Take ``article`` off the site, with the notice of its retraction if it has one: its address answers 410."""
    _begin(article, "withdraw")
    _end(article, "withdraw", by=by, note=note, details=_without_retraction(article))
    stamp(article)


@transaction.atomic
def retract(article: Article, *, by=None, note: str = "", text: str) -> Correction:
    """Put a notice, ``text``, in the place of a story readers have seen. It leaves all lists; its address stays."""
    _begin(article, "retract")
    if article.is_scheduled:
        raise ValidationError(_("No reader has seen “%s” yet: withdraw it.") % article)
    notice = Correction(article=article, kind=Correction.Kind.RETRACTION, place=Correction.Place.TOP, text=text, by=by)
    notice.full_clean()
    _end(article, "retract", by=by, note=note, details={"text": text})
    notice.save()
    stamp(article)
    return notice


@transaction.atomic
def reinstate(article: Article, *, by=None, note: str = "") -> list[Missing]:
    """Put a withdrawn or retracted story back at its place in the stream. Returns and raises what ``publish`` does."""
    _begin(article, "reinstate")
    article.published_at = article.published_at or timezone.now()
    return _put_out(article, "reinstate", by=by, note=note, details=_without_retraction(article))


@transaction.atomic
def reopen(article: Article, *, by=None, note: str = "") -> None:
    """Make a withdrawn story a draft again."""
    _begin(article, "reopen")
    _end(article, "reopen", by=by, note=note)
    if article.published_at:  # its address does not say any more that it was withdrawn
        touch("articles", keys=keys_of_stories([article.pk]))


def _without_retraction(article: Article) -> dict[str, str]:
    """Take the notice away; what it said is kept in the log."""
    notice = article.corrections.filter(kind=Correction.Kind.RETRACTION).first()
    if notice is None:
        return {}
    notice.delete()
    return {"text": notice.text}


def _put_out(article: Article, name: str, *, details: dict[str, str] | None = None, **written) -> list[Missing]:
    """Publish what is ready to be, at the moment it has."""
    missing = what_is_missing(article)
    problems = [found.message for found in missing if found.stops] + moments_that_stop(article)
    if problems:
        raise ValidationError(problems)
    _end(article, name, details={"published_at": article.published_at.isoformat()} | (details or {}), **written)
    stamp(article)
    return missing


def moments_that_stop(article: Article) -> list[str]:
    """Why ``article`` cannot go out with the moments it has, as sentences; without one of its own, now."""
    now = timezone.now()
    moment, problems = article.published_at or now, []
    if article.withdraw_at and article.withdraw_at <= max(moment, now):
        problems.append(_("The story would be withdrawn before it is published: change “withdraw at”."))
    if is_before_embargo(article):
        problems.append(
            _("The story is under embargo: enter the end of the embargo or later as “published at”, or lift it.")
        )
    return problems


def is_before_embargo(article: Article) -> bool:
    """The moment of publication that ``article`` has is one at which it must not go out."""
    return bool(article.published_at and article.embargo_until and article.published_at < article.embargo_until)


def _begin(article: Article, name: str) -> None:
    """Lock the row (SQLite's transactions lock all of them) and take over what it says now."""
    try:
        article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    except Article.DoesNotExist as error:
        raise ValidationError(_("“%s” is not there any more.") % article) from error
    refuse_out_of_turn(article, STEPS[name])


def _end(article: Article, name: str, *, by, note: str, details: dict | None = None) -> None:
    came_from = article.status
    article.status = STEPS[name].ends
    article.save(update_fields=["published_at", "status", "saved_at"])
    record(name, article, by=by, note=note, details={"from": came_from} | (details or {}))
