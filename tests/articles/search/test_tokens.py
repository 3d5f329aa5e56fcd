import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.search.tokens import (
    BARRIER,
    LONGEST_WORD,
    date_tokens,
    spoken,
    stem_token,
    tokens_of_span,
    word_tokens,
)
from tests.articles.search.worlds import unhurried

DAY = datetime.timedelta(days=1)
DAYS = 365 * 3
first_days = st.one_of(
    st.dates(),
    st.dates(datetime.date(2023, 12, 25), datetime.date(2024, 3, 5)),
    st.sampled_from([datetime.date.min, datetime.date.max, datetime.date(9998, 1, 1), datetime.date(2024, 1, 1)]),
)


@unhurried
@given(text=st.text())
def test_words_hold_no_space_and_no_mark_and_are_not_too_long(text):
    for word in word_tokens(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert not set(word) & set(" =@'\\\"")


@unhurried
@given(text=st.text())
def test_words_of_words_are_the_same(text):
    words = word_tokens(text)

    assert word_tokens(" ".join(words)) == words


def test_word_that_is_its_own_stem_has_no_token_of_a_stem():
    assert [stem_token(word, "english") for word in ("ships", "ship")] == ["=ship", None]
    assert stem_token("ships", "") is None


def test_spoken_text_has_all_words_then_all_stems_with_barriers_between_paragraphs():
    assert spoken(["Ships arrive.", "Grain"], "english") == f" ships arrive {BARRIER} grain {BARRIER} =ship =arriv "
    assert spoken([], "english") == "  "


def test_day_has_a_token_for_itself_its_month_and_its_year():
    assert date_tokens(datetime.date(2026, 11, 2)) == ["@d20261102", "@m202611", "@y2026"]


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + days * DAY for days in range((last - first).days + 1)]


def last_day(first: datetime.date, days: int) -> datetime.date:
    return datetime.date.fromordinal(min(first.toordinal() + days, datetime.date.max.toordinal()))


@unhurried
@given(first=first_days, days=st.integers(-3, DAYS))
@example(first=datetime.date(2024, 1, 1), days=365)
@example(first=datetime.date(2023, 1, 31), days=28)
@example(first=datetime.date(9999, 12, 1), days=30)
def test_tokens_of_a_span_mean_its_days_and_no_others(first, days):
    last = datetime.date.fromordinal(max(1, min(first.toordinal() + days, datetime.date.max.toordinal())))
    tokens = tokens_of_span(first, last)
    around = days_between(
        datetime.date.fromordinal(max(1, first.toordinal() - 40)),
        last_day(max(first, last), 400),
    )

    meant = [day for day in around if set(date_tokens(day)) & set(tokens)]

    assert meant == (days_between(first, last) if first <= last else [])


@unhurried
@given(first=first_days, days=st.integers(0, 10_000))
def test_each_day_of_a_span_is_meant_by_one_token_and_they_are_few(first, days):
    last = last_day(first, days)

    tokens = tokens_of_span(first, last)

    assert all(len(set(date_tokens(day)) & set(tokens)) == 1 for day in (first, last, *days_between(first, last)[::29]))
    assert len(tokens) <= 2 * 30 + 2 * 11 + (last.year - first.year + 1)


@pytest.mark.parametrize(
    ("first", "last", "tokens"),
    [
        ("2026-11-02", "2026-11-02", ["@d20261102"]),
        ("2026-11-02", "2026-11-01", []),
        ("2026-02-01", "2026-02-28", ["@m202602"]),
        ("2024-02-01", "2024-02-28", [f"@d202402{day:02}" for day in range(1, 29)]),
        ("2025-12-31", "2027-01-01", ["@d20251231", "@y2026", "@d20270101"]),
        ("2025-11-30", "2026-02-01", ["@d20251130", "@m202512", "@m202601", "@d20260201"]),
        ("9999-12-31", "9999-12-31", ["@d99991231"]),
        ("9998-01-01", "9999-12-31", ["@y9998", "@y9999"]),
    ],
)
def test_span_is_written_with_the_fewest_tokens(first, last, tokens):
    assert tokens_of_span(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)) == tokens
