"""Who publishes reference rates, and what has to be known about the way each does it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Publisher(models.TextChoices):
    ECB = "ecb", _("European Central Bank")
    CBR = "cbr", _("Bank of Russia")

    @property
    def base(self) -> str:
        """The currency in which all others of the list are expressed; it is in no list itself."""
        return {Publisher.ECB: "EUR", Publisher.CBR: "RUB"}[self]

    @property
    def quotes_its_base(self) -> bool:
        """A list says what one unit of the base is worth abroad, instead of what units from abroad are worth here."""
        return self is Publisher.ECB

    @property
    def longest_pause(self) -> int:
        """How many days at most lie between two lists: over Easter here, over the Russian New Year there.

        A rate holds until the next list. One that is older than this is marked as old, and a currency that has been
        missing from the lists for longer is no longer quoted.
        """
        return {Publisher.ECB: 5, Publisher.CBR: 13}[self]

    @property
    def home_page(self) -> str:
        return {
            Publisher.ECB: "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/",
            Publisher.CBR: "https://www.cbr.ru/eng/currency_base/daily/",
        }[self]
