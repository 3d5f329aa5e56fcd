"""What an article said and says: its revisions, and the text that somebody is just typing."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UpdateState(models.TextChoices):
    """Where the working copy of a published story stands on its way to readers."""

    NONE = "", _("no working copy")
    DRAFT = "draft", _("being written")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class RevisionQuerySet(models.QuerySet):
    def for_list(self):
        """What the list of revisions shows: no texts, but who saved them."""
        return self.select_related("created_by").defer("content")


class Revision(models.Model):
    """All that an editor can write of an article, as it was at one moment (``articles.revisions.content``).

    ``based_on`` is the number of the revision that was before the editor's eyes; 0 for none. ``applied_at`` is when the
    article's rows, and so readers, took it over. What is *set aside* was never meant to be the newest: text that
    met a newer revision, or was taken over, or given up.
    """

    class State(models.TextChoices):
        SAVED = "saved", _("saved")
        SET_ASIDE = "set_aside", _("set aside")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    based_on = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SAVED)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_minor = models.BooleanField(_("minor change"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now)
    applied_at = models.DateTimeField(_("published"), null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            # Its index is also the list of an article's revisions, from either end.
            models.UniqueConstraint(fields=["article", "number"], name="articles_revision_number"),
        ]

    def __str__(self):
        return f"{self.article_id} · {self.number}"


class WorkingPhoto(models.Model):
    """A photograph in the working copy of a published story: nobody deletes it before the copy is published."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="working_photos")
    photo = models.ForeignKey(
        "articles.Photo", verbose_name=_("photograph"), on_delete=models.PROTECT, related_name="working_rows"
    )

    class Meta:
        verbose_name = _("photograph in a working copy")
        verbose_name_plural = _("photographs in working copies")
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="articles_workingphoto_once"),
        ]

    def __str__(self):
        return str(self.photo)


class Sitting(models.Model):
    """One person at one open form of an article, with the text that is not saved yet.

    ``data`` is the form as the browser would send it: each name with its list of values. ``typed_at`` is when it was
    kept last; without it nothing has been typed. ``article`` is empty for a story that was never saved.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sittings")
    article = models.ForeignKey("articles.Article", null=True, on_delete=models.CASCADE, related_name="sittings")
    data = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    typed_at = models.DateTimeField(null=True)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        indexes = [
            # What is to be tidied away.
            models.Index(fields=["seen_at"], name="articles_sitting_seen"),
        ]

    def __str__(self):
        return f"{self.user_id} · {self.article_id}"
