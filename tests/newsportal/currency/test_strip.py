"""The rates in the head of every page."""

import datetime
import html
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.currency.strip import strip
from tests.newsportal.currency.archive import euro_rates, rouble_rates, store, store_sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cold_strip(warm_strips):
    """Nothing is remembered when a test begins."""
    strip.forget()
    with time_machine.travel("2026-10-30T17:00:00Z", tick=False) as clock:
        yield clock


def strip_of(client, path="/zone/") -> str:
    [strip] = re.findall(r'<div class="rates">(.*?)</div>', client.get(path).content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", strip))).strip()


def rate_queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/zone/")
    return len([query for query in captured if "currency_" in query["sql"]])


def test_strip_shows_the_newest_list_and_its_changes(client):
    store_sample("ecb-history.csv")
    store_sample("cbr-daily.xml")

    assert strip_of(client) == (
        "Currency converter EUR/USD 1.1172 +0.38% EUR/GBP 0.8338 −0.24% EUR/JPY 175.68 −0.14% EUR/CNY 7.4326 +0.25% "
        "European Central Bank, Oct. 30, 2026"
    )


def test_strip_of_old_rates_says_so(client):
    store_sample("cbr-daily.xml")

    assert strip_of(client) == (
        "Currency converter Old rates: March 15, 2022 USD/RUB 115.1963 GBP/RUB 151.5177 JPY/RUB 0.994486 "
        "EUR/RUB 127.2343 Bank of Russia"
    )


def test_strip_is_of_one_publisher_the_one_with_the_newest_list(client):
    store(euro_rates(("USD", "2026-10-29", "1.113")))
    store(rouble_rates(("EUR", "2026-10-30", "1", "100")))

    assert strip_of(client) == "Currency converter EUR/RUB 100.00 Bank of Russia, Oct. 30, 2026"


def test_rates_of_tomorrow_wait_for_it(client):
    store(rouble_rates(("EUR", "2026-10-30", "1", "100"), ("EUR", "2026-10-31", "1", "101")))

    assert "100.00" in strip_of(client)


def test_site_without_rates_shows_the_way_only(client):
    assert strip_of(client) == "Currency converter"


def test_strip_costs_one_query_when_cold_and_none_when_warm(client):
    store_sample("ecb-history.csv")
    store_sample("cbr-daily.xml")

    assert [rate_queries(client) for _page in range(3)] == [1, 0, 0]


def test_empty_strip_is_remembered_too(client):
    assert [rate_queries(client) for _page in range(2)] == [1, 0]


def test_new_rates_show_at_once(client):
    store(euro_rates(("USD", "2026-10-29", "1.113")))
    before = strip_of(client)

    store(euro_rates(("USD", "2026-10-30", "1.1172")))

    assert ("1.113" in before, "1.1172" in strip_of(client)) == (True, True)


def test_rates_grow_old_overnight(client, cold_strip):
    store_sample("cbr-daily.xml", today=datetime.date(2022, 3, 15))
    cold_strip.move_to("2022-03-15T17:00:00Z")
    before = strip_of(client)

    cold_strip.move_to("2022-04-15T17:00:00Z")

    assert ("Old rates" in before, "Old rates" in strip_of(client)) == (False, True)
