"""Telling readers what was wrong: corrections and clarifications of published stories.

Retracting a story is a step of its life, and stands with the others in ``articles.publishing``. All acts here raise
``ValidationError`` with sentences for people; then nothing has changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit import record
from articles.models import Article, Correction, Status
from articles.surrogate_keys import keys_of_stories
from topics.versions import touch


@transaction.atomic
def correct(article: Article, *, kind: str, text: str, place: str = Correction.Place.BOTTOM, by=None) -> Correction:
    """Put a notice on ``article``, dated now. ``kind`` is a correction or a clarification."""
    stored = Article.objects.select_for_update().only("status", "published_at").filter(pk=article.pk).first()
    if stored is None or stored.status != Status.PUBLISHED or stored.published_at > timezone.now():
        raise ValidationError(_("Readers do not see “%s”: change the story itself.") % article)
    if kind == Correction.Kind.RETRACTION:
        raise ValidationError(_("A story is retracted by itself, not corrected."))
    notice = Correction(article=article, kind=kind, text=text.strip(), place=place, by=by)
    notice.full_clean()
    notice.save()
    record("correct", article, by=by, details={"kind": kind, "text": notice.text})
    touch("articles", keys=keys_of_stories([article.pk]))
    return notice


@transaction.atomic
def change_correction(notice: Correction, *, text: str, place: str, by=None) -> None:
    """Give a notice another text or place; its date and kind stay. What it said is kept in the log."""
    _lock(notice)
    said = notice.text
    notice.text, notice.place = text.strip(), place
    notice.full_clean()
    notice.save(update_fields=["text", "place"])
    details = {"kind": notice.kind, "text": notice.text, "before": said}
    record("change_correction", notice.article, by=by, details=details)
    touch("articles", keys=keys_of_stories([notice.article_id]))


@transaction.atomic
def remove_correction(notice: Correction, *, by=None) -> None:
    """Take a correction or clarification that was a mistake off the site. What it said is kept in the log."""
    if notice.kind == Correction.Kind.RETRACTION:
        raise ValidationError(_("A retraction ends when the story is published again or withdrawn."))
    _lock(notice)
    record("remove_correction", notice.article, by=by, details={"kind": notice.kind, "text": notice.text})
    notice.delete()
    touch("articles", keys=keys_of_stories([notice.article_id]))


def _lock(notice: Correction) -> None:
    """Take over what the notice says now; nobody changes it until the end of the transaction."""
    try:
        notice.refresh_from_db(from_queryset=Correction.objects.select_for_update())
    except Correction.DoesNotExist as error:
        raise ValidationError(_("This notice is not there any more: nothing was changed.")) from error
