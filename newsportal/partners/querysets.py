from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Lower, RowNumber

from articles.stream import Cursor

# A link is looked at again after this; one that failed once needs a second look before it is called dead.
CHECK_AGAIN = datetime.timedelta(days=7)
CHECK_FAILED_AGAIN = datetime.timedelta(days=1)
# Runs begin at a steady pace and end some seconds later: a source asked every five minutes would always be due just
# after the run that is meant for it. One that fails or asked for a pause is never asked early.
EARLY = datetime.timedelta(minutes=1)
FAILURES_OF_THE_DEAD = 2


class SourceQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def due(self, now: datetime.datetime):
        """Sources to be asked at ``now``, the longest waiting first; one that was never asked is due."""
        is_due = Q(next_fetch_at__isnull=True) | Q(next_fetch_at__lte=now)
        is_due |= Q(next_fetch_at__lt=now + EARLY, failures=0)
        return self.active().filter(is_due).order_by(F("next_fetch_at").asc(nulls_first=True), "pk")

    def by_name(self):
        return self.order_by(Lower("name"), "pk")


class PartnerItemQuerySet(models.QuerySet):
    def shown(self):
        """What readers may see: items that nobody hid, of sources that are switched on."""
        return self.filter(source__is_active=True, is_hidden=False)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def below(self, position: Cursor):
        """Items that come after ``position`` in newest-first order."""
        # The first condition says nothing new, but it is the one an index can start from.
        return self.filter(
            Q(published_at__lte=position.published_at),
            Q(published_at__lt=position.published_at) | Q(pk__lt=position.article_id),
        )

    def newest_of_each_source(self, count: int):
        """The ``count`` newest items of every source that is shown, in no order."""
        place = Window(RowNumber(), partition_by=F("source"), order_by=[F("published_at").desc(), F("pk").desc()])
        ranked = PartnerItemQuerySet(self.model, using=self._db).shown().annotate(place=place)
        return self.filter(pk__in=ranked.filter(place__lte=count).values("pk"))


class LinkCheckQuerySet(models.QuerySet):
    def failing(self):
        return self.filter(failures__gt=0)

    def still_given(self):
        """Those of addresses that stories still give: one that was mended is not looked at yet, and not dead."""
        return self.filter(url=F("link__url"))

    def dead(self):
        return self.filter(failures__gte=FAILURES_OF_THE_DEAD)
