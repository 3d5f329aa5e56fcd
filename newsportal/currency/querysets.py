"""Questions about rates: what held on a day, and what was set in a period."""

from __future__ import annotations

import datetime

from django.apps import apps
from django.db import models
from django.db.models import Max, OuterRef, Subquery

from newsportal.currency.conversion import Quote, RateList
from newsportal.currency.publishers import Publisher


class SourceQuerySet(models.QuerySet):
    def with_newest_day(self) -> SourceQuerySet:
        """Each source with ``newest_day``, that of the publisher's newest rate; ``None`` before the first."""
        series = apps.get_model("currency", "Series").objects.filter(publisher=OuterRef("publisher"))
        return self.annotate(newest_day=Subquery(series.order_by("-last_date").values("last_date")[:1]))


class SeriesQuerySet(models.QuerySet):
    def with_rates_on(self, day: datetime.date) -> SeriesQuerySet:
        """Each series with its newest rate up to ``day`` (``date``, ``units``, ``base_units``) and the one before.

        Those of the rate before are called ``date_before`` and so on. All are ``None`` where there is none.
        """
        rates = apps.get_model("currency", "Rate").objects
        known = rates.filter(series=OuterRef("pk"), date__lte=day).order_by("-date")
        columns = ("date", "units", "base_units")
        return self.annotate(
            **{name: Subquery(known.values(name)[:1]) for name in columns},
            **{f"{name}_before": Subquery(known.values(name)[1:2]) for name in columns},
        )

    def lists_on(self, day: datetime.date) -> dict[Publisher, RateList]:
        """What each publisher's currencies were worth on ``day``, in one query; publishers without rates are left out.

        Currencies that were first quoted later are in the list without a quote.
        """
        lists: dict[Publisher, list] = {}
        for series in self.with_rates_on(day).order_by("publisher", "currency"):
            lists.setdefault(Publisher(series.publisher), []).append(series)
        return {
            publisher: RateList(
                publisher,
                day,
                quotes={s.currency: Quote(s.currency, s.date, s.units, s.base_units) for s in found if s.date},
                before={
                    s.currency: Quote(s.currency, s.date_before, s.units_before, s.base_units_before)
                    for s in found
                    if s.date_before
                },
                spans={s.currency: (s.first_date, s.last_date) for s in found},
            )
            for publisher in Publisher
            if (found := lists.get(publisher))
        }

    def newest_day(self, publisher: Publisher) -> datetime.date | None:
        return self.filter(publisher=publisher).aggregate(newest=Max("last_date"))["newest"]


class RateQuerySet(models.QuerySet):
    def quotes(
        self, publisher: Publisher, currencies: list[str], *, since: datetime.date | None, until: datetime.date
    ) -> dict[str, dict[datetime.date, Quote]]:
        """The rates of some currencies of one publisher in a period, by currency and day; ``since`` may be open."""
        rates = self.filter(series__publisher=publisher, series__currency__in=currencies, date__lte=until)
        if since:
            rates = rates.filter(date__gte=since)
        found: dict[str, dict[datetime.date, Quote]] = {currency: {} for currency in currencies}
        for row in rates.order_by().values_list("series__currency", "date", "units", "base_units"):
            found[row[0]][row[1]] = Quote(*row)
        return found
