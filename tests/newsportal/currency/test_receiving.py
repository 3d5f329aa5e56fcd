"""What comes into the archive, and what never replaces good rates."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.currency.models import Rate, Series, Source, source_of
from newsportal.currency.publishers import Publisher
from newsportal.currency.reading import read_rates
from newsportal.currency.receiving import Received, receive
from newsportal.currency.records import RatesError, rate_file
from tests.newsportal.currency.archive import (
    SAMPLES,
    TODAY,
    day,
    euro_rates,
    rouble_rates,
    sample,
    store,
    store_sample,
)

pytestmark = pytest.mark.django_db
FRIDAY = "2026-10-30"


def stored() -> list[tuple]:
    rates = Rate.objects.order_by("series__currency", "date")
    return [
        (currency, date.isoformat(), units, base_units)
        for currency, date, units, base_units in rates.values_list("series__currency", "date", "units", "base_units")
    ]


def refuse(file, **options) -> str:
    """What ``receive`` says of ``file``; the archive must be as it was."""
    before = stored()
    with pytest.raises(RatesError) as caught:
        receive(file, **{"today": TODAY} | options)
    assert stored() == before
    return str(caught.value)


def test_rates_are_kept_to_the_last_digit():
    rows = [
        ("IDR", FRIDAY, "20275.17"),
        ("TRL", FRIDAY, "1836120"),
        ("CYP", FRIDAY, "0.582310"),
        ("XXX", FRIDAY, "0.000001"),
    ]

    store(euro_rates(*rows, ("YYY", FRIDAY, "123456789.123456")))

    assert stored() == [
        ("CYP", FRIDAY, Decimal("0.58231"), 1),
        ("IDR", FRIDAY, Decimal("20275.17"), 1),
        ("TRL", FRIDAY, Decimal(1836120), 1),
        ("XXX", FRIDAY, Decimal("0.000001"), 1),
        ("YYY", FRIDAY, Decimal("123456789.123456"), 1),
    ]
    asked = Series.objects.lists_on(TODAY)[Publisher.ECB]
    assert [asked.quote(code).units for code in ("CYP", "XXX", "YYY")] == [
        Decimal("0.58231"),
        Decimal("0.000001"),
        Decimal("123456789.123456"),
    ]


def test_the_same_file_a_second_time_changes_nothing():
    first, second = store_sample("ecb-history.csv"), store_sample("ecb-history.csv")

    assert (first.created, first.corrected, first.unchanged) == (Rate.objects.count(), 0, 0)
    assert (second.created, second.corrected, second.unchanged) == (0, 0, first.created)


def test_series_know_their_first_and_newest_day_and_their_key():
    store_sample("cbr-daily.xml")
    store(read_rates(sample("cbr-dynamic.xml"), codes={"R01235": "USD"}))
    store_sample("ecb-history.csv")

    spans = Series.objects.filter(currency__in=["USD", "HRK", "AMD"]).values_list(
        "publisher", "currency", "key", "first_date", "last_date"
    )
    assert set(spans) == {
        ("cbr", "AMD", "R01060", day("2022-03-15"), day("2022-03-15")),
        ("cbr", "USD", "R01235", day("2022-03-11"), day("2022-03-15")),
        ("ecb", "HRK", "", day("2008-12-09"), day("2022-12-30")),
        ("ecb", "USD", "", day("1999-01-04"), day("2026-10-30")),
    }


def test_correction_replaces_the_rate_of_its_day():
    store(euro_rates(("USD", "2026-10-29", "1.113"), ("USD", FRIDAY, "1.1172")))

    received = store(euro_rates(("USD", FRIDAY, "1.1182")))

    assert received == Received(created=0, corrected=1, unchanged=0, newest_day=day(FRIDAY))
    assert stored() == [("USD", "2026-10-29", Decimal("1.113"), 1), ("USD", FRIDAY, Decimal("1.1182"), 1)]


def test_same_rate_for_another_nominal_is_no_jump():
    store(rouble_rates(("AMD", "2026-10-29", "100", "22.3221")))

    assert store(rouble_rates(("AMD", FRIDAY, "1000", "223.221"))).created == 1


@pytest.mark.parametrize("rate", ["11.172", "0.5", "1.6759"])
def test_jump_over_the_bound_refuses_the_whole_file(rate):
    store(euro_rates(("USD", "2026-10-29", "1.1172"), ("GBP", "2026-10-29", "0.8338")))

    said = refuse(euro_rates(("GBP", FRIDAY, "0.84"), ("USD", FRIDAY, rate)))

    assert "USD moved by" in said
    assert "more than 50 %" in said


def test_jump_as_large_as_the_bound_is_taken():
    store(euro_rates(("USD", "2026-10-29", "1.0")))

    assert store(euro_rates(("USD", FRIDAY, "1.5"))).created == 1


def test_bound_is_the_newsrooms():
    store(euro_rates(("USD", "2026-10-29", "1.0")))
    Source.objects.filter(publisher=Publisher.ECB).update(largest_jump=Decimal("400"))
    assert store(euro_rates(("USD", FRIDAY, "4.9"))).created == 1

    Source.objects.filter(publisher=Publisher.ECB).update(largest_jump=Decimal("0.5"))
    assert "more than 0.5 %" in refuse(euro_rates(("USD", "2026-10-31", "4.95")))


def test_correction_that_jumps_is_refused():
    store(euro_rates(("USD", FRIDAY, "1.1172")))

    assert "USD moved by" in refuse(euro_rates(("USD", FRIDAY, "111.72")))


def test_jump_within_what_is_new_is_refused():
    store(euro_rates(("USD", "2026-10-28", "1.1")))

    assert "USD moved by" in refuse(euro_rates(("USD", "2026-10-29", "1.1"), ("USD", FRIDAY, "11.1")))


def test_rates_more_than_a_month_apart_are_not_compared():
    store(euro_rates(("TRY", "2026-09-01", "20")))

    assert store(euro_rates(("TRY", FRIDAY, "55.8"))).created == 1


def test_history_fills_the_past_with_the_jumps_it_had():
    store(euro_rates(("TRL", "2001-03-01", "1200000")))

    received = store(euro_rates(("TRL", "2001-02-21", "625000"), ("TRL", "2001-02-22", "1051000")))

    assert received.created == 2


def test_current_file_that_is_older_than_the_archive_is_refused():
    store(euro_rates(("USD", FRIDAY, "1.1172")))
    older = euro_rates(("USD", "2026-10-29", "1.113"))

    said = refuse(older, must_be_newest=True)

    assert said == "The file ends on 2026-10-29, and is older than what we have (2026-10-30)."
    assert store(older).created == 1  # a file at hand may fill the past


def test_older_file_fills_in_what_is_missing_and_corrects_nothing():
    store(euro_rates(("USD", "2026-10-27", "1.11"), ("USD", "2026-10-29", "1.113"), ("USD", FRIDAY, "1.1172")))

    said = refuse(euro_rates(("USD", "2026-10-28", "1.112"), ("USD", "2026-10-29", "1.12")))

    assert said == "The file is older than what we have of USD (2026-10-30), and disagrees with it on 2026-10-29."
    assert store(euro_rates(("USD", "2026-10-28", "1.112"), ("USD", "2026-10-29", "1.113"))).created == 1
    again = euro_rates(("USD", "2026-10-29", "1.12"), ("USD", FRIDAY, "1.1172"))
    assert store(again).corrected == 1  # it ends where the archive does


def test_rate_of_tomorrow_makes_no_file_of_today_older():
    store(rouble_rates(("USD", "2026-10-29", "1", "90"), ("USD", FRIDAY, "1", "91"), ("USD", "2026-10-31", "1", "92")))

    assert store(rouble_rates(("USD", "2026-10-29", "1", "90.5"), ("USD", FRIDAY, "1", "91"))).corrected == 1


def test_older_file_with_another_nominal_disagrees_with_nothing():
    store(rouble_rates(("AMD", "2026-10-29", "100", "22.3"), ("AMD", FRIDAY, "100", "22.4")))

    assert store(rouble_rates(("AMD", "2026-10-29", "1000", "223"))).corrected == 1


def test_list_that_lost_most_of_its_currencies_is_refused():
    codes = ["AAA", "BBB", "CCC", "DDD", "EEE"]
    store(euro_rates(*((code, "2026-10-29", "2") for code in codes)))

    def of(count):
        records = euro_rates(*((code, FRIDAY, "2") for code in codes[:count])).records
        return rate_file(Publisher.ECB, records)

    assert refuse(of(2)) == "The list of 2026-10-30 has 2 currencies; the one before it had 5."
    assert receive(of(3), today=TODAY).created == 3


@pytest.mark.parametrize("date", ["2026-11-07", "1989-12-31"])
def test_days_that_cannot_be_are_refused(date):
    assert "which cannot be" in refuse(euro_rates(("USD", date, "1.1")))


def test_list_for_the_next_working_day_is_taken():
    assert store(euro_rates(("USD", "2026-11-06", "1.1"))).created == 1


def test_base_in_its_own_list_is_refused():
    assert "in itself" in refuse(euro_rates(("EUR", FRIDAY, "1")))


def test_publishers_do_not_touch_one_another():
    store(euro_rates(("USD", FRIDAY, "1.1172")))
    store(rouble_rates(("USD", FRIDAY, "1", "93.2801")))

    assert set(stored()) == {("USD", FRIDAY, Decimal("1.1172"), 1), ("USD", FRIDAY, 1, Decimal("93.2801"))}


def test_each_currency_of_a_daily_file_costs_two_statements():
    def queries(count, date):
        codes = [f"{letter}{other}X" for letter in "ABCDE" for other in "ABCDEF"][:count]
        store(euro_rates(*((code, "2026-10-28", "2") for code in codes)))
        with CaptureQueriesContext(connection) as captured:
            store(euro_rates(*((code, date, "2") for code in codes)))
        return len(captured)

    few, many = queries(1, "2026-10-29"), queries(30, FRIDAY)

    assert many - few == 29 * 2  # for each: its newest day, and its rate


# The command


def test_import_says_what_came(capsys):
    call_command("import_rates", SAMPLES / "cbr-daily.xml")
    call_command("import_rates", SAMPLES / "cbr-dynamic.xml")
    call_command("import_rates", SAMPLES / "cbr-dynamic.xml")

    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("Rates")]
    assert lines == [
        "Bank of Russia, 2022-03-15",
        "  new: 7",
        "Bank of Russia, 2022-03-15",
        "  new: 2",
        "  unchanged: 1",
        "Bank of Russia, 2022-03-15",
        "  unchanged: 3",
    ]


def test_import_says_what_is_wrong(tmp_path):
    (tmp_path / "page.html").write_text("<html></html>")

    with pytest.raises(CommandError, match="no file of a publisher"):
        call_command("import_rates", tmp_path / "page.html")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_rates", tmp_path / "nothing.xml")


def test_every_publisher_has_its_row_at_the_desk():
    assert set(Source.objects.values_list("publisher", flat=True)) == {"ecb", "cbr"}
    assert source_of(Publisher.ECB).largest_jump == 50
