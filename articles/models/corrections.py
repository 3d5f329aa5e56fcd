"""What the newsroom says in public of its own mistakes."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import CorrectionQuerySet

TEXT_LENGTH = 4_000


class Correction(models.Model):
    """A dated notice about a story: plain text, a blank line between paragraphs.

    A story has a retraction exactly while its status is ``retracted``; the acts of ``articles.publishing`` keep it so.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        CLARIFICATION = "clarification", _("clarification")
        RETRACTION = "retraction", _("retraction")

    class Place(models.TextChoices):
        TOP = "top", _("above the text")
        BOTTOM = "bottom", _("below the text")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(
        _("text"),
        validators=[MaxLengthValidator(TEXT_LENGTH)],
        help_text=_("For readers: what was wrong, and what is right. Plain text."),
    )
    place = models.CharField(_("place"), max_length=6, choices=Place, default=Place.BOTTOM)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(kind="retraction"),
                name="articles_correction_one_retraction",
                violation_error_message=_("The story is retracted already."),
            ),
        ]
        indexes = [
            # The page of corrections, newest first, down from a position; and what was retracted lately, for feeds.
            models.Index(fields=["-at", "-id"], name="articles_correction_newest"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
