from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsportal.home.slots import SLOTS, slot_name

TEXT_LENGTH = 140


class HomePageManager(models.Manager):
    def locked(self) -> HomePage:
        """The row, for whoever changes something: others who do wait until the transaction ends."""
        return self.select_for_update().get_or_create(pk=1)[0]


class HomePage(models.Model):
    """One row: how often editors have changed what stands in the slots, when it was last, and who did it."""

    changes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = HomePageManager()

    def __str__(self):
        return str(self.changes)


class PlacementQuerySet(models.QuerySet):
    def not_ended(self, now: datetime.datetime | None = None):
        return self.filter(Q(until__isnull=True) | Q(until__gt=now or timezone.now()))


class Placement(models.Model):
    """A story that an editor put into a slot: it stands there until its end, while readers may see the story."""

    slot = models.PositiveSmallIntegerField(_("slot"))
    article = models.OneToOneField(
        "articles.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="placement"
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    placed_at = models.DateTimeField(_("since"), default=timezone.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placed story")
        verbose_name_plural = _("home page")
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                name="home_placement_one_in_a_slot",
                violation_error_message=_("There is a story in this slot already."),
            ),
            models.CheckConstraint(
                condition=Q(slot__lt=SLOTS),
                name="home_placement_slot_is_on_the_page",
                violation_error_message=_("The home page has no such slot."),
            ),
        ]

    def __str__(self):
        return slot_name(self.slot)

    def has_ended(self, now: datetime.datetime | None = None) -> bool:
        return self.until is not None and self.until <= (now or timezone.now())


class BreakingBarQuerySet(models.QuerySet):
    def running(self, now: datetime.datetime | None = None):
        """The bars that are shown at ``now``, newest first: one, or none."""
        return self.filter(until__gt=now or timezone.now()).order_by("-announced_at", "-pk")


class BreakingBar(models.Model):
    """A line over every page for readers, from the moment it is announced until its end."""

    text = models.CharField(
        _("text"), max_length=TEXT_LENGTH, help_text=_("Stands over every page of the site at once.")
    )
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where the text leads. While readers may not see the story, the text stands without a link."),
    )
    address = models.CharField(
        _("or address"),
        max_length=200,
        blank=True,
        help_text=_("Of a page of this site, such as /topics/weather/, instead of a story."),
    )
    until = models.DateTimeField(_("until"), help_text=_("The bar goes by itself at this moment."))
    announced_at = models.DateTimeField(_("announced"), default=timezone.now, editable=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = BreakingBarQuerySet.as_manager()

    class Meta:
        verbose_name = _("breaking bar")
        verbose_name_plural = _("breaking bar")
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(address=""),
                name="home_breakingbar_leads_to_one_place",
                violation_error_message=_("Give a story or an address, not both."),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("announced_at")),
                name="home_breakingbar_ends_after_its_beginning",
                violation_error_message=_("The bar would end before it begins."),
            ),
        ]
        # The bar that is shown, and the moment it goes: among all that ever were, those with the last ends.
        indexes = [models.Index(fields=["until"], name="home_breakingbar_ends")]

    def __str__(self):
        return self.text

    def is_running(self, now: datetime.datetime | None = None) -> bool:
        return self.until > (now or timezone.now())
