"""The rates that the demonstration site comes with."""

import datetime
from decimal import Decimal

import pytest

from newsportal.currency.conversion import NoRate
from newsportal.currency.demo import FILES, load_demo_rates
from newsportal.currency.models import Rate, Series
from newsportal.currency.publishers import Publisher
from tests.newsportal.currency.archive import day, euro_rates, store

pytestmark = pytest.mark.django_db


def test_demonstration_has_the_whole_history_and_one_day_of_the_other_bank():
    loaded = load_demo_rates(today=datetime.date(2026, 11, 23))

    assert loaded == Rate.objects.count() == 221_702 + 34
    spans = dict(Series.objects.filter(currency__in=["HRK", "RUB", "ISK"]).values_list("currency", "last_date"))
    assert spans == {"HRK": day("2022-12-30"), "RUB": day("2022-03-01"), "ISK": day("2026-10-30")}
    assert load_demo_rates(today=datetime.date(2026, 11, 23)) == 0

    # A few of the published figures, and the gap of nine years that the króna has.
    euro = {
        date: Series.objects.lists_on(day(date))[Publisher.ECB] for date in ("1999-01-04", "2012-05-06", "2018-02-01")
    }
    assert euro["1999-01-04"].quote("USD").units == Decimal("1.1789")
    assert euro["2018-02-01"].quote("ISK").units == Decimal("125.01")
    assert euro["2012-05-06"].date == day("2012-05-04")
    with pytest.raises(NoRate):
        euro["2012-05-06"].quote("ISK")


def test_site_that_has_rates_keeps_them():
    store(euro_rates(("USD", "2026-10-30", "1.1172")))

    assert (load_demo_rates(today=datetime.date(2026, 11, 23)), Rate.objects.count()) == (0, 1)


def test_demonstration_is_small_enough_for_the_repository():
    assert sum(path.stat().st_size for path in FILES) < 700_000
