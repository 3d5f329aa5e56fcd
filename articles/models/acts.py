"""The newsroom's log: who did what to which story, photograph, topic or page, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 250


class EditorialAct(models.Model):
    """One act of one person, written by ``articles.audit.record`` and never changed.

    ``act`` is the name of a step (``articles.workflow``), or ``add``, ``change`` or ``delete``, or whatever word there
    is for it. ``kind`` (``articles.photo``), ``object_id`` and ``name`` say what it was done to, and ``by_name``
    who did it, also when the thing or the account is no longer there.
    """

    act = models.CharField(_("act"), max_length=32)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="acts",
        db_index=False,  # the index below begins with it
    )
    kind = models.CharField(_("kind"), max_length=100)
    object_id = models.CharField(_("number"), max_length=64)
    name = models.CharField(_("what"), max_length=NAME_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,  # the site itself, such as an import
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # the index below begins with it
    )
    by_name = models.CharField(_("by"), max_length=NAME_LENGTH, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("editorial act")
        verbose_name_plural = _("log")
        indexes = [
            # The log, newest first, and its stretches of days.
            models.Index(fields=["-at", "-id"], name="articles_act_newest"),
            # What happened to one story: its page of the log, and the comment it was sent back with.
            models.Index(fields=["article", "-at", "-id"], name="articles_act_of_article"),
            # What one person did.
            models.Index(fields=["by", "-at", "-id"], name="articles_act_of_person"),
            # The rare acts among the many: all retractions.
            models.Index(fields=["act", "-at", "-id"], name="articles_act_of_sort"),
        ]

    def __str__(self):
        return f"{self.act}: {self.name}"
