"""The working copy of a published story on its way to readers: review, "publish update", or given up."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit import record
from articles.models import Article, Revision
from articles.publishing import Missing, what_is_missing
from articles.revisions.content import plain
from articles.revisions.saving import give_up_working_copy, hold_rows, lock, put_into_rows
from articles.workflow import UPDATE_STEPS


@transaction.atomic
def submit_update(article: Article, *, by, note: str = "") -> None:
    """Hand the working copy to the editors. Raises ``ValidationError`` when it is not being written."""
    _move(article, "submit_update", by=by, note=note)


@transaction.atomic
def send_back_update(article: Article, *, by, note: str = "") -> None:
    """Hand the working copy back to who writes it.

    Raises ``ValidationError`` when it is not in review or approved, or ``note`` does not say what is to be done.
    """
    if not note.strip():
        raise ValidationError(_("Say in the note what is to be done: the update was not sent back."))
    _move(article, "send_back_update", by=by, note=note)


@transaction.atomic
def approve_update(article: Article, *, by, note: str = "") -> None:
    """Say that the working copy may go out. Raises ``ValidationError`` when it is not in review."""
    _move(article, "approve_update", by=by, note=note)


@transaction.atomic
def discard_update(article: Article, *, by, note: str = "") -> None:
    """Give the working copy up: it stays among the revisions. Raises ``ValidationError`` when there is none."""
    stored, revision, _rows = _working_copy(article)
    give_up_working_copy(stored, note=_("Discarded"))
    record("discard_update", stored, by=by, note=note, details={"revision": revision.number})


@transaction.atomic
def publish_update(
    article: Article, *, by, note: str = "", is_minor: bool = False, now: datetime.datetime | None = None
) -> list[Missing]:
    """Let readers see the working copy in the place of what they saw.

    ``is_minor``: the reader's "updated at" and the feeds stay as they are. Returns what is missing but does not stop a
    breaking story. Raises ``ValidationError`` when there is no working copy, or something is missing that stops it;
    then nothing has changed.
    """
    now = now or timezone.now()
    stored, revision, rows = _working_copy(article)
    content = revision.content
    if not is_minor and not stored.is_scheduled:
        content = content | {"updated_at": plain(now)}
    revision.is_minor = is_minor
    put_into_rows(stored, revision, rows=rows, content=content)
    missing = what_is_missing(stored)
    if problems := [found.message for found in missing if found.stops]:
        raise ValidationError(problems)
    act = "publish_minor" if is_minor else "publish_update"
    record(act, stored, by=by, note=note, details={"revision": revision.number})
    return missing


def _move(article: Article, name: str, *, by, note: str) -> None:
    step = UPDATE_STEPS[name]
    stored, revision, _rows = _working_copy(article)
    if stored.update_state not in step.begins:
        words = {"story": stored, "state": stored.get_update_state_display(), "step": step.label}
        raise ValidationError(_("The update of “%(story)s” is %(state)s: “%(step)s” does not begin there.") % words)
    stored.update_state = step.ends
    stored.save(update_fields=["update_state", "saved_at"])
    record(name, stored, by=by, note=note, details={"revision": revision.number})


def _working_copy(article: Article) -> tuple[Article, Revision, dict]:
    """The article, locked, its working copy, and what readers see: the content of its rows.

    Raises ``ValidationError`` when there is no working copy (any more).
    """
    stored = lock(article)
    if not stored.has_working_copy:
        raise ValidationError(_("“%s” has no working copy: nothing is waiting to be published.") % stored)
    rows = hold_rows(stored)
    if not stored.has_working_copy:
        raise ValidationError(_("“%s” was changed below its working copy: open it, and save both together.") % stored)
    return stored, stored.revisions.get(number=stored.newest_revision), rows
