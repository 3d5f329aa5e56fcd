"""How figures are written: digits by the currency, separators by the language of the edition."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from newsportal.currency.conversion import EXACT

# Minor units of ISO 4217; all others have two digits. Of those that are gone: the digits they had in use.
NO_DIGITS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF TRL UGX UYI VND VUV XAF XOF XPF".split())
THREE_DIGITS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
TELLING = 3  # an amount below one keeps at least so many digits that say something
RATE_DIGITS, RATE_DECIMALS = 6, 4  # at least both: what publishers give
DATA_DIGITS = 12  # more than any published figure has
FEWEST_DECIMALS = 2


def digits_of(currency: str) -> int:
    if currency in NO_DIGITS:
        return 0
    return 3 if currency in THREE_DIGITS else 2


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """``amount`` in the currency's own digits, half-way up; below one, in as many more as it takes to say something.

    1 rupiah is 0.0000493 euro and not 0.00.
    """
    decimals = digits_of(currency)
    if 0 < abs(amount) < 1:
        return _trimmed(_rounded(amount, max(decimals, TELLING - 1 - amount.adjusted())), decimals)
    return _rounded(amount, decimals)


def round_rate(rate: Decimal, *, digits: int = RATE_DIGITS) -> Decimal:
    """``digits`` that say something and at least four decimals, without zeros at the end after the second."""
    return _trimmed(_rounded(rate, max(digits - 1 - rate.adjusted(), RATE_DECIMALS)), FEWEST_DECIMALS)


def format_amount(amount: Decimal, currency: str) -> str:
    return _written(round_amount(amount, currency))


def format_given(amount: Decimal, currency: str) -> str:
    """``amount`` to its last digit, in at least the currency's own: what was asked is not rounded."""
    return _written(_trimmed(amount, digits_of(currency)))


def format_rate(rate: Decimal) -> str:
    return _written(round_rate(rate))


def format_levels(levels: Sequence[Decimal]) -> list[str]:
    """Round numbers below one another, all with as many decimals as the longest of them."""
    decimals = max(0, *(-level.normalize().as_tuple().exponent for level in levels))
    return [_written(level, decimals) for level in levels]


def format_published(number: Decimal) -> str:
    """A published figure as it is, but for zeros at the end after the second decimal."""
    return _written(_trimmed(number, FEWEST_DECIMALS))


def format_change(figure: Decimal, before: Decimal) -> tuple[str, str]:
    """By how much, and by how many per cent, a published figure moved: ``("+0.0042", "+0.38%")``, always signed."""
    return _signed(_trimmed(figure - before, FEWEST_DECIMALS)), format_per_cent((figure / before - 1) * 100)


def format_per_cent(number: Decimal) -> str:
    return f"{_signed(_rounded(number, 2), 2)}%"


def _signed(number: Decimal, decimals: int | None = None) -> str:
    """With a true minus, which is as wide as a plus."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + _written(abs(number), decimals)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)


def _trimmed(number: Decimal, fewest: int) -> Decimal:
    """Without zeros at the end after ``fewest`` decimals."""
    shorter = number.normalize(EXACT)
    return shorter if shorter.as_tuple().exponent < -fewest else _rounded(shorter, fewest)


def _written(number: Decimal, decimals: int | None = None) -> str:
    if decimals is None:
        decimals = max(0, -number.as_tuple().exponent)
    return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True)
