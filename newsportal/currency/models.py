"""Reference rates as their publishers gave them, and what became of the last attempt to get them."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from newsportal.currency.publishers import Publisher
from newsportal.currency.querysets import RateQuerySet, SeriesQuerySet, SourceQuerySet


class Series(models.Model):
    """One currency as one publisher quotes it, from its first day to its newest.

    ``key`` is the publisher's own name for the series, where its files use one instead of the currency's code.
    """

    publisher = models.CharField(_("publisher"), max_length=3, choices=Publisher)
    currency = models.CharField(_("currency"), max_length=3)
    key = models.CharField(_("publisher's key"), max_length=10, blank=True)
    first_date = models.DateField(_("first day"))
    last_date = models.DateField(_("newest day"))

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of rates")
        verbose_name_plural = _("series of rates")
        ordering = ["publisher", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["publisher", "currency"], name="currency_series_unique"),
            models.CheckConstraint(condition=Q(first_date__lte=F("last_date")), name="currency_series_in_order"),
        ]

    def __str__(self):
        return f"{self.get_publisher_display()}: {self.currency}"


class Rate(models.Model):
    """What was set for one day: ``units`` of the series' currency are worth ``base_units`` of the publisher's own.

    Both numbers are the published ones, so that nothing is rounded: 1.1172 US dollars for 1 euro, and 22.3221 roubles
    for 100 drams. Fifteen digits are what SQLite keeps exactly.
    """

    # The key's index serves "the rate that held on a day" and "the rates of a period"; a number of their own would be
    # a third of what these rows take.
    pk = models.CompositePrimaryKey("series", "date")
    series = models.ForeignKey(Series, models.CASCADE, related_name="rates", verbose_name=_("series"), db_index=False)
    date = models.DateField(_("day"))
    units = models.DecimalField(_("units"), max_digits=15, decimal_places=6)
    base_units = models.DecimalField(_("worth"), max_digits=15, decimal_places=6)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["series", "-date"]
        constraints = [
            models.CheckConstraint(condition=Q(units__gt=0, base_units__gt=0), name="currency_rate_positive"),
        ]

    def __str__(self):
        return f"{self.series_id}, {self.date}: {self.units} = {self.base_units}"


class Source(models.Model):
    """What the newsroom says about a publisher, and how the last attempt to get its rates went."""

    publisher = models.CharField(_("publisher"), max_length=3, choices=Publisher, unique=True)
    is_fetched = models.BooleanField(
        _("fetched"), default=True, help_text=_("Without it, the rates we have stay, and age.")
    )
    largest_jump = models.DecimalField(
        _("largest jump (per cent)"),
        max_digits=5,
        decimal_places=1,
        default=Decimal(50),
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text=_(
            "A file in which a rate moved by more than this from one day to the next is refused as a whole. If the "
            "publisher means it, raise the bound, let the rates be fetched, and lower it again."
        ),
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last good answer"), null=True, blank=True, editable=False)
    problem = models.CharField(_("problem"), max_length=500, blank=True, editable=False)
    problem_at = models.DateTimeField(_("since"), null=True, blank=True, editable=False)
    # What the publisher said about the file at `asked_url`, to ask for it again only when it has changed.
    asked_url = models.CharField(max_length=300, blank=True, editable=False)
    etag = models.CharField(max_length=255, blank=True, editable=False)
    last_modified = models.CharField(max_length=255, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("publisher of rates")
        verbose_name_plural = _("publishers of rates")
        ordering = ["publisher"]

    def __str__(self):
        return self.get_publisher_display()


def source_of(publisher: Publisher) -> Source:
    return Source.objects.get_or_create(publisher=publisher)[0]


def ensure_sources(**kwargs) -> None:
    """Each publisher has its row on the desk before its first file has come."""
    for publisher in Publisher:
        source_of(publisher)
