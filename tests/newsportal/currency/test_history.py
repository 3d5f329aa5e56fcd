"""The history of a pair, and the line drawn of it."""

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.currency.chart import HEIGHT, WIDTH, draw, grid
from newsportal.currency.history import Period, Point, read_history, runs, sampled, thinned
from newsportal.currency.publishers import Publisher
from tests.newsportal.currency.archive import day, euro_rates, rouble_rates, store

FRIDAY = day("2026-10-30")


def points(*rates, start=FRIDAY, step=1) -> list[Point]:
    return [Point(start + datetime.timedelta(days=step * n), Decimal(rate)) for n, rate in enumerate(rates)]


def shown(found: list[Point]) -> list[tuple[str, str]]:
    return [(point.date.isoformat(), f"{point.rate.normalize():f}"[:8]) for point in found]


def read(publisher, source, target, period=Period.ALL, until=FRIDAY):
    return shown(read_history(publisher, source, target, period=period, until=until))


@pytest.mark.django_db
def test_history_has_each_day_on_which_both_were_quoted():
    store(euro_rates(("USD", "2026-10-28", "2"), ("USD", "2026-10-29", "2"), ("USD", "2026-10-30", "2.5")))
    store(euro_rates(("GBP", "2026-10-28", "1"), ("GBP", "2026-10-30", "1")))
    store(rouble_rates(("USD", "2026-10-29", "1", "90"), ("AMD", "2026-10-29", "100", "22.5")))

    assert read(Publisher.ECB, "EUR", "USD") == [("2026-10-28", "2"), ("2026-10-29", "2"), ("2026-10-30", "2.5")]
    assert read(Publisher.ECB, "USD", "EUR") == [("2026-10-28", "0.5"), ("2026-10-29", "0.5"), ("2026-10-30", "0.4")]
    assert read(Publisher.ECB, "GBP", "USD") == [("2026-10-28", "2"), ("2026-10-30", "2.5")]
    assert read(Publisher.CBR, "USD", "AMD") == [("2026-10-29", "400")]
    assert read(Publisher.CBR, "USD", "GBP") == []
    assert read(Publisher.ECB, "USD", "USD") == []


@pytest.mark.django_db
def test_history_ends_on_the_day_asked_for_and_is_as_long_as_asked():
    store(euro_rates(*(("USD", date, "2") for date in ("2021-10-30", "2025-10-29", "2025-10-30", "2026-09-30"))))
    store(euro_rates(("USD", "2026-10-30", "2")))

    lengths = {period.value: len(read(Publisher.ECB, "EUR", "USD", period)) for period in Period}
    assert lengths == {"1m": 2, "1y": 3, "5y": 5, "all": 5}
    assert len(read(Publisher.ECB, "EUR", "USD", Period.YEAR, until=day("2026-10-29"))) == 3


@pytest.mark.parametrize(
    ("period", "until", "since"),
    [
        (Period.MONTH, "2026-03-31", "2026-02-28"),
        (Period.MONTH, "2026-01-15", "2025-12-15"),
        (Period.YEAR, "2024-02-29", "2023-02-28"),
        (Period.FIVE_YEARS, "2026-10-30", "2021-10-30"),
        (Period.FIVE_YEARS, "0002-01-01", "0001-01-01"),
    ],
)
def test_periods_begin_on_a_day_there_is(period, until, since):
    assert period.since(day(until)) == day(since)


def test_line_is_cut_where_nothing_was_quoted_for_more_than_a_month():
    line = [*points("1", "2"), *points("3", "4", start=day("2026-12-02")), *points("5", start=day("2027-01-04"))]

    assert [[int(point.rate) for point in run] for run in runs(line)] == [[1, 2], [3, 4], [5]]
    assert runs([]) == []


rates = st.lists(st.decimals(min_value="0.0001", max_value=10**6, places=4), min_size=2, max_size=400)


@given(rates, st.integers(4, 60))
def test_thinning_keeps_ends_and_extremes(values, most):
    line = points(*values)

    kept = thinned(line, most)

    assert len(kept) <= max(most, 4)
    assert [kept[0], kept[-1]] == [line[0], line[-1]]
    assert kept == sorted(set(kept), key=lambda point: point.date)
    assert {min(p.rate for p in kept), max(p.rate for p in kept)} == {min(values), max(values)}


@given(rates, st.integers(2, 40))
def test_sample_is_spread_from_the_first_to_the_last(values, most):
    line = points(*values)

    kept = sampled(line, most)

    assert (len(kept), kept[0], kept[-1]) == (min(most, len(line)), line[0], line[-1])
    assert len(set(kept)) == len(kept)


@given(rates)
def test_line_stays_in_its_box_and_its_grid_is_round(values):
    chart = draw(points(*values))

    numbers = [float(number) for number in re.findall(r"[\d.]+", chart.line)]
    assert all(0 <= x <= WIDTH for x in numbers[::2])
    assert all(0 <= y <= HEIGHT for y in numbers[1::2])
    steps = {one - other for one, other in zip(chart.levels, chart.levels[1:], strict=False)}
    assert len(steps) == 1
    assert 2 <= len(chart.levels) <= 7
    assert chart.levels[0] >= max(values)
    assert chart.levels[-1] <= min(values)


def test_line_of_a_few_points():
    chart = draw(points("1.0", "1.1", "1.05", step=10))

    assert chart.levels == tuple(Decimal(text) for text in ("1.1", "1.08", "1.06", "1.04", "1.02", "1"))
    assert chart.line == "M0.0 200.0L300.0 0.0L600.0 100.0"
    assert chart.area == "M0.0 200L0.0 200.0L300.0 0.0L600.0 100.0V200Z"
    assert chart.lines == (0, 40, 80, 120, 160, 200)
    assert [date.isoformat() for date in chart.dates] == ["2026-10-30", "2026-11-09", "2026-11-19"]
    assert (chart.lowest.rate, chart.highest.rate) == (1, Decimal("1.1"))


def test_pegged_rate_has_a_grid_around_it():
    levels = grid([Decimal("1.9558")] * 2)

    assert levels[-1] < Decimal("1.9558") < levels[0]


def test_single_point_between_pauses_is_a_dot():
    chart = draw([*points("1"), *points("1.1", "1.05", start=day("2026-12-09"), step=10)])

    assert chart.line == "M0.0 200.0L0.0 200.0M480.0 0.0L600.0 100.0"


def test_one_point_is_no_line():
    assert (draw([]), draw(points("1"))) == (None, None)


def test_long_history_is_drawn_with_few_points():
    chart = draw(points(*(str(1 + n % 7) for n in range(9000))))

    assert chart.line.count("L") < 400
