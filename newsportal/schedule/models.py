from __future__ import annotations

import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsportal.jobs import PeriodicJob, periodic_jobs

CLOCKS_DIFFER_BY = datetime.timedelta(minutes=1)  # those of the machines that run workers, at most


class Job(models.Model):
    """When a periodic job runs, and how it went the last time.

    ``newsportal.schedule.claiming`` writes everything but ``minutes`` and ``is_on``, which are the newsroom's.
    """

    command = models.CharField(_("command"), max_length=60, unique=True, editable=False)
    minutes = models.PositiveIntegerField(_("every … minutes"), validators=[MinValueValidator(1)])
    is_on = models.BooleanField(_("on"), default=True)
    next_run_at = models.DateTimeField(_("next run"), editable=False)
    started_at = models.DateTimeField(_("last run"), null=True, editable=False)
    seconds = models.FloatField(_("took"), null=True, editable=False)
    has_failed = models.BooleanField(_("failed"), default=False, editable=False)
    outcome = models.TextField(_("what it said"), blank=True, editable=False)
    # Whoever runs the job holds it until this moment, under this name, and says so again while it goes on.
    held_until = models.DateTimeField(null=True, editable=False)
    held_by = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["command"]

    def __str__(self):
        return str(self.plan.title if self.plan else self.command)

    @property
    def plan(self) -> PeriodicJob | None:
        """What the code says about the job; ``None`` when no version of the site knows it any more."""
        return periodic_jobs().get(self.command)

    @property
    def every(self) -> datetime.timedelta:
        return datetime.timedelta(minutes=self.minutes)

    def is_due(self, now: datetime.datetime) -> bool:
        """Also when the next run is further off than its pace: it was quickened, or the clock has been set back."""
        return self.next_run_at <= now or self.next_run_at > now + self.every + CLOCKS_DIFFER_BY
