"""Conversions, compared with what the published figures give by hand."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.currency.conversion import NoRate, Quote, RateList
from newsportal.currency.formatting import digits_of, round_amount
from newsportal.currency.publishers import Publisher
from tests.newsportal.currency.archive import day

FRIDAY, MONDAY = day("2026-10-30"), day("2026-11-02")


def euro_list(on=FRIDAY, **rates: str) -> RateList:
    quotes = {code: Quote(code, FRIDAY, Decimal(rate), Decimal(1)) for code, rate in rates.items()}
    return RateList(Publisher.ECB, on, quotes)


def rouble_list(**rates: tuple[str, str]) -> RateList:
    quotes = {
        code: Quote(code, day("2022-03-15"), Decimal(nominal), Decimal(price))
        for code, (nominal, price) in rates.items()
    }
    return RateList(Publisher.CBR, day("2022-03-15"), quotes)


EURO = euro_list(USD="1.1172", JPY="175.68", GBP="0.8338", IDR="20275.17")
ROUBLE = rouble_list(USD=("1", "115.1963"), AMD=("100", "22.3221"), UZS=("1000", "10.5423"))


@pytest.mark.parametrize(
    ("rates", "amount", "source", "target", "result"),
    [
        (EURO, "100", "EUR", "USD", "111.72"),
        (EURO, "100", "USD", "EUR", "89.51"),  # 100 / 1.1172 = 89.5094…
        (EURO, "1234.5", "USD", "JPY", "194125"),  # 1234.5 × 175.68 / 1.1172 = 194,125.45…
        (EURO, "1", "GBP", "USD", "1.34"),  # 1.1172 / 0.8338 = 1.33988…
        (EURO, "1", "IDR", "EUR", "0.0000493"),  # 1 / 20275.17 = 0.00004932…
        (EURO, "0.01", "EUR", "EUR", "0.01"),
        (ROUBLE, "100", "USD", "RUB", "11519.63"),
        (ROUBLE, "100", "AMD", "RUB", "22.32"),
        (ROUBLE, "1", "RUB", "AMD", "4.48"),  # 100 / 22.3221 = 4.47986…
        (ROUBLE, "100", "USD", "AMD", "51606.39"),  # 100 × 115.1963 × 100 / 22.3221 = 51,606.390…
        (ROUBLE, "10000", "UZS", "AMD", "472.28"),  # 10000 × 10.5423 / 1000 × 100 / 22.3221 = 472.2807…
    ],
)
def test_conversion_agrees_with_the_hand(rates, amount, source, target, result):
    found = rates.convert(Decimal(amount), source, target)

    assert str(round_amount(found.result, target)) == result


def test_half_way_goes_up():
    rates = euro_list(USD="1.005", JPY="0.5")

    assert [str(round_amount(rates.convert(Decimal(1), "EUR", code).result, code)) for code in ("USD", "JPY")] == [
        "1.01",
        "0.5",  # below one, what is there is said
    ]
    assert str(round_amount(rates.convert(Decimal(5), "EUR", "JPY").result, "JPY")) == "3"


def test_rates_carry_the_day_they_were_set_on():
    over_the_weekend = euro_list(on=day("2026-11-01"), USD="1.1172")

    assert over_the_weekend.convert(Decimal(1), "EUR", "USD").dates == (FRIDAY,)
    assert over_the_weekend.convert(Decimal(1), "USD", "USD").dates == ()
    assert not over_the_weekend.is_old


def test_rates_are_old_when_a_newer_list_is_overdue():
    days = [FRIDAY + datetime.timedelta(days=number) for number in (0, 5, 6)]

    assert [euro_list(on=on, USD="1.1172").is_old for on in days] == [False, False, True]


def test_currency_missing_from_one_list_is_carried_forward_with_its_day():
    quotes = {
        "USD": Quote("USD", MONDAY, Decimal("1.12"), Decimal(1)),
        "ILS": Quote("ILS", FRIDAY, Decimal("3.5"), Decimal(1)),
    }
    rates = RateList(Publisher.ECB, MONDAY, quotes)

    found = rates.convert(Decimal(112), "USD", "ILS")
    assert (found.result, found.dates) == (350, (FRIDAY, MONDAY))


def test_currency_that_ended_has_no_rate_any_more():
    quotes = {
        "USD": Quote("USD", day("2026-10-30"), Decimal("1.1172"), Decimal(1)),
        "HRK": Quote("HRK", day("2022-12-30"), Decimal("7.5365"), Decimal(1)),
    }

    with pytest.raises(NoRate) as caught:
        RateList(Publisher.ECB, FRIDAY, quotes).convert(Decimal(1), "USD", "HRK")

    assert caught.value.currency == "HRK"


@pytest.mark.parametrize("currency", ["RUB", "XXX", ""])
def test_currency_that_is_not_quoted_has_no_rate(currency):
    with pytest.raises(NoRate):
        EURO.convert(Decimal(1), currency, currency)


def test_list_before_the_first_rate_knows_its_base_only():
    rates = RateList(Publisher.ECB, day("1998-12-31"), {})

    assert (rates.date, rates.is_old, rates.convert(Decimal(7), "EUR", "EUR").result) == (None, False, 7)
    with pytest.raises(NoRate):
        rates.convert(Decimal(7), "EUR", "USD")


def test_published_figures_keep_their_direction_and_nominal():
    before = {"AMD": Quote("AMD", day("2022-03-12"), Decimal(10), Decimal("2.2"))}
    quotes = {"AMD": Quote("AMD", day("2022-03-15"), Decimal(100), Decimal("22.3221"))}
    rates = RateList(Publisher.CBR, day("2022-03-15"), quotes, before)

    assert (rates.direction("AMD"), rates.published("AMD")) == (("AMD", "RUB"), (100, Decimal("22.3221"), 22))
    assert (EURO.direction("USD"), EURO.published("USD")) == (("EUR", "USD"), (1, Decimal("1.1172"), None))


# Properties

figures = st.decimals(min_value="0.000001", max_value="999999999", places=6)
amounts = st.decimals(min_value=0, max_value=10**12, places=6)
currencies = st.sampled_from(["EUR", "AAA", "BBB", "CCC"])


@st.composite
def lists(draw) -> RateList:
    quotes = {code: Quote(code, FRIDAY, draw(figures), draw(figures)) for code in ("AAA", "BBB", "CCC")}
    return RateList(Publisher.ECB, FRIDAY, quotes)


def by_hand(rates: RateList, amount: Decimal, source: str, target: str) -> Fraction:
    sold, bought = rates.quote(source), rates.quote(target)
    worth = Fraction(amount) * Fraction(sold.base_units) / Fraction(sold.units)
    return worth * Fraction(bought.units) / Fraction(bought.base_units)


def near(one: Decimal, other: Decimal | Fraction) -> bool:
    """Alike to a hundred digits."""
    return abs(Fraction(one) - Fraction(other)) <= abs(Fraction(other)) / 10**100


@given(lists(), amounts, currencies, currencies)
def test_conversion_is_exact(rates, amount, source, target):
    assert near(rates.convert(amount, source, target).result, by_hand(rates, amount, source, target))


@given(lists(), amounts, currencies, currencies)
def test_rounding_is_that_of_the_exact_value(rates, amount, source, target):
    exact = by_hand(rates, amount, source, target)

    rounded = round_amount(rates.convert(amount, source, target).result, "USD")

    unit = Fraction(10) ** rounded.as_tuple().exponent
    assert Fraction(rounded) == unit * ((exact / unit + Fraction(1, 2)).__floor__())


@given(lists(), amounts, currencies, currencies)
def test_there_and_back_gives_the_amount(rates, amount, source, target):
    there = rates.convert(amount, source, target).result

    assert near(rates.convert(there, target, source).result, amount)


@given(lists(), amounts, currencies, currencies)
def test_there_and_back_by_rounded_amounts_is_off_by_half_a_unit_at_most(rates, amount, source, target):
    there = round_amount(rates.convert(amount, source, target).result, target)

    back = rates.convert(there, target, source).result

    half = Fraction(10) ** there.as_tuple().exponent / 2 * by_hand(rates, Decimal(1), target, source)
    assert abs(Fraction(back) - Fraction(amount)) <= half * (1 + Fraction(1, 10**90))


@given(lists(), amounts, currencies, currencies, currencies)
def test_the_way_round_a_third_currency_gives_the_same(rates, amount, source, between, target):
    first = rates.convert(amount, source, between).result

    assert near(rates.convert(first, between, target).result, rates.convert(amount, source, target).result)


@given(lists(), amounts, st.integers(1, 10**6), currencies, currencies)
def test_twice_the_amount_gives_twice_the_result(rates, amount, times, source, target):
    one, many = (rates.convert(amount * factor, source, target).result for factor in (1, times))

    assert near(many, Fraction(one) * times)


@given(figures, st.sampled_from(["USD", "JPY", "KWD"]))
def test_rounded_amounts_have_the_digits_of_their_currency_from_one_on(amount, currency):
    rounded = round_amount(amount, currency)

    if amount >= 1:
        assert -rounded.as_tuple().exponent == digits_of(currency)
    else:
        assert rounded > 0
