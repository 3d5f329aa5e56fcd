"""Keeping what was written. Nothing here ever overwrites a text that somebody saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.body import clean_body, picture_digests
from articles.models import Article, Photo, Revision, Status, UpdateState, WorkingPhoto
from articles.revisions.applying import apply_content, without_missing, written
from articles.revisions.content import MOMENTS, content_of, differing, digest, ids, plain
from articles.writing import article_slug

WRITTEN_LATER = ("section", "lead_photo", "created_by", "pages", "contents")
STATE = ("revision_number", "newest_revision", "update_state")


@dataclass(frozen=True)
class Shown:
    """What the form of an article shows: its newest text, and the number of the revision that holds it (0: none)."""

    content: dict
    number: int

    @property
    def token(self) -> str:
        """Goes with the form and comes back with it, to tell what was before somebody's eyes."""
        return f"{self.number}-{digest(self.content)}"

    def is_what_was_shown(self, token: str) -> bool:
        """Whether whoever hands ``token`` back has seen this text."""
        return token.partition("-")[2] == digest(self.content)


@dataclass(frozen=True)
class Saved:
    """What became of a text: the ``article`` as it is stored now, the new ``revision``, if anything had changed, and
    sentences about what is gone since and was left out."""

    article: Article
    revision: Revision | None
    missing: list[str] = field(default_factory=list)


def goes_to_a_working_copy(article: Article) -> bool:
    """Readers see the story, or have its address: what is written now waits for "publish update"."""
    return article.status == Status.PUBLISHED


def shown(article: Article, *, rows: Mapping | None = None) -> Shown:
    """The newest text of ``article``; ``rows`` is the content of its rows, when it is known."""
    if article.has_working_copy:
        newest = article.revisions.get(number=article.newest_revision)
        return Shown(newest.content, newest.number)
    return Shown(dict(rows) if rows is not None else content_of(article), article.newest_revision)


def newest(article: Article) -> Shown:
    """The newest text of ``article``, held by a revision. Until the end of the transaction nobody saves another."""
    stored = lock(article)
    return shown(stored, rows=hold_rows(stored))


def lock(article: Article) -> Article:
    """The article as it is stored. Whoever else wants to save it waits for the end of this transaction."""
    return Article.objects.select_for_update().get(pk=article.pk)


@transaction.atomic
def save_revision(article: Article, content: Mapping, *, by, note: str = "") -> Saved:
    """Keep ``content`` as the newest text of ``article``: a draft takes it over, a published story keeps its own.

    ``by`` is a user. When nothing has changed no revision is made.
    """
    stored = lock(article)
    rows = hold_rows(stored)
    before = shown(stored, rows=rows)
    content, missing = without_missing(tidy(content))
    if not differing(before.content, content):
        if stored.has_working_copy and not goes_to_a_working_copy(stored):
            put_into_rows(stored, stored.revisions.get(number=stored.newest_revision), rows=rows)
        return Saved(stored, None, missing)
    revision = _append(stored, content, based_on=before.number, by=by, note=note)
    stored.newest_revision = revision.number
    if goes_to_a_working_copy(stored):
        if stored.update_state != UpdateState.IN_REVIEW:  # what was approved was another text
            stored.update_state = UpdateState.DRAFT
        stored.save(update_fields=[*STATE, "saved_at"])
        note_working_photos(stored, content)
    else:
        put_into_rows(stored, revision, rows=rows)
    return Saved(stored, revision, missing)


@transaction.atomic
def save_first(article: Article, content: Mapping, *, by, note: str = "") -> Saved:
    """Keep ``content`` as the first revision of a story that has just come into being, and put it into its rows."""
    stored = lock(article)
    content, missing = without_missing(tidy(content))
    revision = _append(stored, content, by=by, note=note)
    put_into_rows(stored, revision, rows=content_of(stored))
    return Saved(stored, revision, missing)


@transaction.atomic
def restore(article: Article, revision: Revision, *, by) -> Saved:
    """Make the text of ``revision`` the newest of ``article`` again. Moments of publication stay as they are.

    Raises ``ValidationError`` when it holds what no form would accept: a text that was set aside unread may.
    """
    moments = {name: plain(getattr(article, name)) for name in MOMENTS}
    content = shown(article).content | revision.content | moments
    written(Article(), content).clean_fields(exclude=WRITTEN_LATER)
    return save_revision(article, content, by=by, note=_("Revision %s restored") % revision.number)


@transaction.atomic
def set_aside(article: Article, content: Mapping, *, based_on: int = 0, by, note: str) -> Revision:
    """Keep ``content`` as a revision that is not the newest; the same text by the same person only once."""
    stored = lock(article)
    content = tidy(content)
    last = stored.revisions.filter(state=Revision.State.SET_ASIDE, created_by=by).first()
    if last and not differing(last.content, content):
        return last
    return _append(stored, content, based_on=based_on, by=by, note=note, state=Revision.State.SET_ASIDE)


def put_into_rows(stored: Article, revision: Revision, *, rows: Mapping, content: Mapping | None = None) -> list[str]:
    """Put ``revision`` into the rows of a locked article; returns sentences about what is gone and was left out.

    ``content`` is what goes there in the place of the revision's own, if anything.
    """
    missing = apply_content(stored, content or revision.content, present=rows)
    revision.applied_at = timezone.now()
    revision.save(update_fields=["applied_at", "is_minor"])
    stored.revision_number = stored.newest_revision = revision.number
    stored.update_state = UpdateState.NONE
    stored.save(update_fields=STATE)
    stored.working_photos.all().delete()
    return missing


def hold_rows(stored: Article) -> dict:
    """Make sure that a revision holds what a locked article's rows say; returns their content.

    An article gets its first revision so, and one more when something else than the desk has changed it: a wire, the
    merging of topics. A working copy it had then is set aside.
    """
    rows = content_of(stored)
    if stored.revision_number:
        held = stored.revisions.get(number=stored.revision_number)
        if not differing(held.content, rows, apart_from=MOMENTS):
            return rows
        note = _("Changed elsewhere than in its form")
    else:
        note = _("As it was before its first edit")
    if stored.has_working_copy:
        give_up_working_copy(stored, note=_("The published story was changed meanwhile"))
    revision = _append(stored, rows, by=None, note=note, created_at=stored.saved_at, applied_at=stored.saved_at)
    stored.revision_number = stored.newest_revision = revision.number
    stored.save(update_fields=STATE)
    return rows


def give_up_working_copy(stored: Article, *, note: str) -> None:
    """Set aside all that is newer than the rows of a locked article."""
    newer = stored.revisions.filter(number__gt=stored.revision_number, state=Revision.State.SAVED)
    newer.filter(note="").update(note=note)
    newer.update(state=Revision.State.SET_ASIDE)
    stored.newest_revision = stored.revision_number
    stored.update_state = UpdateState.NONE
    stored.save(update_fields=STATE)
    stored.working_photos.all().delete()


def note_working_photos(stored: Article, content: Mapping) -> None:
    """Protect the photographs of a working copy from being deleted."""
    stored.working_photos.all().delete()
    named = Photo.objects.filter(pk__in=ids(content, "lead_photo", "photos"))
    shown_in_text = Photo.objects.filter(digest__in=picture_digests(content["body"]))
    # Locked, so that whoever deletes one of them waits, and is then refused.
    photos = (named | shown_in_text).order_by("pk").select_for_update(no_key=True).only("pk")
    WorkingPhoto.objects.bulk_create([WorkingPhoto(article=stored, photo=photo) for photo in photos])


def tidy(content: Mapping) -> dict:
    """``content`` as it is stored: texts cleaned as ``articles.writing.prepare`` cleans them."""
    headline = " ".join(content["headline"].split())
    return {
        **content,
        "headline": headline,
        "lead": " ".join(content["lead"].split()),
        "slug": content["slug"] or article_slug(headline),
        "body": clean_body(content["body"]),
    }


def _append(stored: Article, content: Mapping, *, by, note: str, **fields) -> Revision:
    newest = stored.revisions.aggregate(newest=Max("number"))["newest"] or 0
    return Revision.objects.create(
        article=stored, number=newest + 1, content=content, created_by=by, note=note[:500], **fields
    )
