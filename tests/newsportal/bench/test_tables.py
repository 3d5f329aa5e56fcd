import pytest

from newsportal.bench.tables import Timings, ms, size_name, table, times


def test_timings_know_median_and_nearest_rank_p95():
    timings = Timings([n / 1000 for n in (20, *range(1, 20))])  # 1 to 20 ms, in no order

    assert timings.median_ms == pytest.approx(10.5)
    assert timings.p95_ms == pytest.approx(19)


def test_p95_of_one_time_is_that_time():
    assert Timings([0.007]).p95_ms == pytest.approx(7)


def test_ratio_compares_medians():
    slow, quick = Timings([0.009, 0.003, 0.003]), Timings([0.002, 0.002, 0.1])

    assert slow.ratio_to(quick) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("articles", "name"),
    [(10_000, "10 k"), (1_000_000, "1 M"), (1_500_000, "1500 k"), (12_345, "12,345"), (50, "50")],
)
def test_sizes_have_short_names_when_they_are_round(articles, name):
    assert size_name(articles) == name


def test_figures_are_short():
    assert [ms(0.1234), ms(99.994), ms(1234.5), times(1.2)] == ["0.12", "99.99", "1234", "× 1.20"]


def test_table_is_markdown_with_even_columns():
    assert table(["page", "ms"], [["article", "1.25"], ["all news", "10.00"]]).splitlines() == [
        "| page     |    ms |",
        "| -------- | ----: |",
        "| article  |  1.25 |",
        "| all news | 10.00 |",
    ]
