"""What the index holds of a text: tokens, the same on both databases, made here and nowhere else.

A token is a folded word, a mark and a stem (``=ship``), or a mark and a fact about the article (``@t12``: it is filed
under topic 12). No word holds a mark, so nothing a reader types can be taken for a stem or a fact.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from articles.search.stems import stem
from articles.words import words_of

STEM = "="
FACT = "@"
BARRIER = STEM  # stands between two paragraphs: no phrase reaches across it
LONGEST_WORD = 64  # characters; what is longer is cut, in texts and in queries alike

TOPIC, TAG, AUTHOR = f"{FACT}t", f"{FACT}g", f"{FACT}a"
UNPUBLISHED = f"{FACT}u"
WITH_PHOTO = f"{FACT}p"


def word_tokens(text: str) -> list[str]:
    """The folded words of a plain text."""
    return [word[:LONGEST_WORD] for word in words_of(text)]


def stem_token(word: str, algorithm: str) -> str | None:
    """The token of a word's stem; ``None`` for a word that is its own stem, for which the word itself stands."""
    found = stem(word, algorithm)
    return None if found == word else STEM + found


def spoken(paragraphs: Iterable[str], algorithm: str) -> str:
    """The tokens of some paragraphs, between spaces: all words with barriers between paragraphs, then all stems."""
    words: list[str] = []
    for paragraph in paragraphs:
        words += [*word_tokens(paragraph), BARRIER]
    stems = [token for word in words if (token := stem_token(word, algorithm))]
    return f" {' '.join([*words, *stems])} "


def topic_token(topic_id: int) -> str:
    """The editors chose this topic for the article: not a topic above it."""
    return f"{TOPIC}{topic_id}"


def tag_token(tag_id: int) -> str:
    return f"{TAG}{tag_id}"


def author_token(author_id: int) -> str:
    return f"{AUTHOR}{author_id}"


def date_tokens(day: datetime.date) -> list[str]:
    """The day (in UTC) of publication, its month and its year."""
    return [f"{FACT}d{day:%Y%m%d}", f"{FACT}m{day:%Y%m}", f"{FACT}y{day:%Y}"]


def tokens_of_span(first: datetime.date, last: datetime.date) -> list[str]:
    """The fewest date tokens that mean every day from ``first`` to ``last``; none when there is no such day."""
    tokens = []
    day = first
    while day <= last:
        in_days, in_months, in_years = date_tokens(day)
        for token, beyond in ((in_years, _next_year(day)), (in_months, _next_month(day)), (in_days, _next_day(day))):
            is_whole = token == in_days or day.day == 1 and (token == in_months or day.month == 1)
            if is_whole and (last == datetime.date.max if beyond is None else beyond - DAY <= last):
                tokens.append(token)
                break
        if beyond is None:
            break
        day = beyond
    return tokens


DAY = datetime.timedelta(days=1)


def _next_day(day: datetime.date) -> datetime.date | None:
    return day + DAY if day < datetime.date.max else None


def _next_month(day: datetime.date) -> datetime.date | None:
    if day.month == 12:
        return _next_year(day)
    return day.replace(month=day.month + 1, day=1)


def _next_year(day: datetime.date) -> datetime.date | None:
    return day.replace(year=day.year + 1, month=1, day=1) if day.year < datetime.MAXYEAR else None
