from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purge(models.Model):
    """What one cache in front has still to be told: that all it keeps under ``key`` has changed.

    Written in the transaction of the change, deleted when the cache has been told (``newsportal.purging.outbox``).
    """

    # Without an index: the table holds what the last second brought, or what a cache that is away has missed.
    cache = models.CharField(max_length=200)
    key = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")

    def __str__(self):
        return f"{self.key}, {self.cache}"
