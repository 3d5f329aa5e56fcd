from decimal import Decimal

import pytest
from django.utils import translation

from newsportal.currency.formatting import (
    format_amount,
    format_change,
    format_given,
    format_levels,
    format_per_cent,
    format_published,
    format_rate,
)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1234567.891", "USD", "1,234,567.89"),
        ("1234567.5", "JPY", "1,234,568"),
        ("1.2345", "KWD", "1.235"),
        ("0", "USD", "0.00"),
        ("0", "JPY", "0"),
        ("0.5", "EUR", "0.50"),
        ("0.5", "JPY", "0.5"),
        ("0.999", "EUR", "0.999"),
        ("0.00004932", "EUR", "0.0000493"),
    ],
)
def test_amounts_have_the_digits_of_their_currency(amount, currency, written):
    assert format_amount(Decimal(amount), currency) == written


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [("1.255", "USD", "1.255"), ("1250.5", "JPY", "1,250.5"), ("7", "EUR", "7.00"), ("1E+3", "JPY", "1,000")],
)
def test_what_was_asked_is_not_rounded(amount, currency, written):
    assert format_given(Decimal(amount), currency) == written


@pytest.mark.parametrize(
    ("levels", "written"),
    [
        (("1.2", "1.175", "1.150", "1.125"), ["1.200", "1.175", "1.150", "1.125"]),
        (("2E+1", "10", "0E+1"), ["20", "10", "0"]),
    ],
)
def test_levels_stand_below_one_another(levels, written):
    assert format_levels([Decimal(level) for level in levels]) == written


@pytest.mark.parametrize(
    ("rate", "written"),
    [
        ("1.117200", "1.1172"),
        ("175.680000", "175.68"),
        ("136", "136.00"),
        ("20275.17", "20,275.17"),
        ("151.5177", "151.5177"),
        ("0.74633010", "0.74633"),
        ("0.00006359354", "0.0000635935"),
        ("51606.39008", "51,606.3901"),
    ],
)
def test_rates_have_six_digits_that_say_something(rate, written):
    assert format_rate(Decimal(rate)) == written


def test_published_figures_stand_as_they_are():
    assert [format_published(Decimal(text)) for text in ("0.83578", "136.000000", "1836120", "1.1172")] == [
        "0.83578",
        "136.00",
        "1,836,120.00",
        "1.1172",
    ]


@pytest.mark.parametrize(
    ("figure", "before", "written"),
    [
        ("1.1172", "1.113", ("+0.0042", "+0.38%")),
        ("0.8338", "0.83578", ("−0.00198", "−0.24%")),
        ("136", "136", ("0.00", "0.00%")),
        ("1.000001", "1", ("+0.000001", "0.00%")),
    ],
)
def test_changes_are_signed(figure, before, written):
    assert format_change(Decimal(figure), Decimal(before)) == written


def test_figures_follow_the_language_of_the_edition():
    with translation.override("de"):
        german = [format_amount(Decimal("1234.5"), "EUR"), format_rate(Decimal("1.1172")), format_per_cent(Decimal(-2))]
    with translation.override("fr"):
        french = format_amount(Decimal("1234.5"), "EUR")

    assert german == ["1.234,50", "1,1172", "−2,00%"]
    assert french == "1\N{NO-BREAK SPACE}234,50"
