"""Publishers and series at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsportal.currency.fetching import report
from newsportal.currency.models import Source, source_of
from newsportal.currency.publishers import Publisher
from tests.factories import make_user
from tests.newsportal.currency.archive import TODAY, euro_rates, store, store_sample

pytestmark = pytest.mark.django_db
LIST = "/admin/currency/source/"


@pytest.fixture
def chief(client):
    client.force_login(make_user("chief", group="Chief editor"))
    return client


def test_desk_reports_what_was_refused(chief):
    store_sample("ecb-daily.xml")
    report(source_of(Publisher.ECB), "USD moved by 903.8 %", now=timezone.now())

    for path in (LIST, f"{LIST}{source_of(Publisher.ECB).pk}/change/"):
        page = chief.get(path).content.decode()
        assert "USD moved by 903.8 %" in page
        assert "Oct. 30, 2026" in page


def test_publisher_without_rates_has_no_newest_day(chief):
    page = chief.get(f"{LIST}{source_of(Publisher.ECB).pk}/change/").content.decode()

    assert "None" not in page.partition("newest_day")[2].partition("asked_at")[0]


def test_chief_editor_sets_the_bound(chief):
    source = source_of(Publisher.ECB)

    response = chief.post(f"{LIST}{source.pk}/change/", {"is_fetched": "on", "largest_jump": "75"})

    assert (response.status_code, source_of(Publisher.ECB).largest_jump) == (302, 75)


@pytest.mark.parametrize("bound", ["0", "-1", "", "NaN", "1e9"])
def test_bound_that_is_none_is_refused(chief, bound):
    source = source_of(Publisher.ECB)

    response = chief.post(f"{LIST}{source.pk}/change/", {"is_fetched": "on", "largest_jump": bound})

    assert (response.status_code, source_of(Publisher.ECB).largest_jump) == (200, 50)


def test_editors_read_and_nobody_adds_or_deletes(client):
    store_sample("ecb-daily.xml")
    source = source_of(Publisher.ECB)

    def statuses(username, group):
        client.force_login(make_user(username, group=group))
        paths = [LIST, f"{LIST}{source.pk}/change/", f"{LIST}add/", f"{LIST}{source.pk}/delete/"]
        series = ["/admin/currency/series/", "/admin/currency/series/?q=usd&publisher__exact=ecb"]
        return [client.get(path).status_code for path in [*paths, *series]]

    assert statuses("chief", "Chief editor") == [200, 200, 403, 403, 200, 200]
    assert statuses("editor", "Editor") == [200, 200, 403, 403, 200, 200]
    assert statuses("reporter", "Reporter") == [403] * 6
    assert client.post(f"{LIST}{source.pk}/change/", {"largest_jump": "1"}).status_code == 403
    assert Source.objects.filter(largest_jump=50).count() == 2


def test_lists_cost_the_same_queries_for_one_and_many_series(chief):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert chief.get(path).status_code == 200
        return len(captured)

    paths = [LIST, "/admin/currency/series/"]
    store(euro_rates(("USD", TODAY.isoformat(), "1.1172")))
    few = [queries(path) for path in paths]
    store_sample("ecb-history.csv")

    assert [queries(path) for path in paths] == few
