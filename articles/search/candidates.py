"""The newest stories that match, at a cost that depends on how many are wanted and not on how many there are.

Neither database can read the matches of a common word in the order of their moments, and to fetch all of them takes
seconds in a large archive. So the index is asked for the matches of some days first, then of ever longer stretches
before them: documents hold their day, month and year as tokens, which the index joins with the words by itself.
"""

from __future__ import annotations

import calendar
import datetime
import math
from functools import cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from articles.models import Article
from articles.search import engines
from articles.search.engines import Match
from articles.search.expressions import AllOf, AnyOf, Expression, Without, all_of, any_token
from articles.search.tokens import tokens_of_span
from articles.stream import Cursor
from topics.prepared import Prepared

DAY = datetime.timedelta(days=1)
# The first stretch holds this many stories for each one wanted, and not fewer than FEWEST, by how far back a part of
# them reaches; each further one is as long as it should take by what the one before it held, and a quarter more, but at
# most GROWTH times as long as that one, or AT_LEAST; after the last, whatever is left is asked for at once.
STORIES_FOR_EACH = 1.5
FEWEST = 300
PARTS = 4
TO_BE_SURE = 1.25
GROWTH = 6
AT_LEAST = 400  # days, when nothing before ``since`` is wanted: there is no more of a year
STRETCHES = 6
WHOLE_MONTHS, WHOLE_YEARS = 100 * DAY, 1_000 * DAY
LONGEST = 20_000  # days: a longer stretch is asked for without days
# Beginnings of words are looked up in all of the index for each stretch: the first one should do.
LONGER_FOR_BEGINNINGS = 4
# What the first stretch holds next to nothing of is asked for at once, wherever it lies, if few stories have it.
RARE = 1_000  # days that it would take to find enough


def newest_matches(
    expression: Expression,
    *,
    below: Cursor,
    now: datetime.datetime,
    most: int,
    since: datetime.datetime | None = None,
    with_ended: bool = False,
    spoken: Expression | None = None,
    ranked: int = 0,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Match]:
    """The newest ``most`` stories that match and that readers may see, newest first; fewer when there are no more.

    Only stories below the position ``below`` and not before ``since``; ``with_ended`` also those that readers could see
    once. The first ``ranked`` may come with what they have to do with ``spoken``.
    """
    found: list[Match] = []

    def ask(expression: Expression, since: datetime.datetime | None, **only) -> list[Match]:
        at, only["spoken"], only["ranked"] = None if with_ended else now, spoken, max(0, ranked - len(found))
        rows = engines.newest(expression, below=below, since=since, now=at, most=most - len(found), using=using, **only)
        found.extend(rows)
        return rows

    length = _days_of(max(FEWEST, round(STORIES_FOR_EACH * most)), below=below, now=now, using=using)
    length *= LONGER_FOR_BEGINNINGS if _asks_for_beginnings(expression) else 1
    for stretch in range(STRETCHES):
        # With the day that begins at the position: of stories of its first moment, some may lie below.
        last = below.published_at.astimezone(datetime.UTC).date()
        if not 0 < length < min(LONGEST, last.toordinal()):
            break
        first = last - length * DAY
        if since:
            first = max(first, since.astimezone(datetime.UTC).date())
        first, last = _in_few_tokens(first, last)
        begins = datetime.datetime.combine(first, datetime.time(), datetime.UTC)
        days = any_token(tokens_of_span(first, last))
        rows = ask(all_of([expression, days]), max(begins, since) if since else begins)
        if len(found) >= most or (since and begins <= since):
            return found
        should_do = math.ceil(TO_BE_SURE * length * (most - len(found)) / max(1, len(rows)))
        longest = max(GROWTH * length, AT_LEAST if since else 0)
        below, length = Cursor(begins, 0), min(longest, should_do)
        is_rare = stretch == 0 and not since and should_do > RARE
        few = engines.few(expression, using=using) if is_rare else 0
        if few and ask(expression, None, of_few=few):
            return found
    ask(expression, since)
    return found


def _asks_for_beginnings(expression: Expression) -> bool:
    match expression:
        case AllOf(parts) | AnyOf(parts):
            return any(map(_asks_for_beginnings, parts))
        case Without(wanted, unwanted):
            return _asks_for_beginnings(wanted) or _asks_for_beginnings(unwanted)
    return expression.is_prefix


def _in_few_tokens(first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    """A long stretch with whole months or years at its ends: each token more has to be looked up for every match."""
    length = last - first
    if length > WHOLE_YEARS:
        return first.replace(month=1, day=1), last.replace(month=12, day=31)
    if length > WHOLE_MONTHS:
        return first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return first, last


def _days_of(stories: int, *, below: Cursor, now: datetime.datetime, using: str) -> int:
    """How many days back from a position so many stories reach, by the newest part of them; 0 when there is no more."""
    position = {"moment": below.published_at, "article": below.article_id}
    reached = _moment_below(math.ceil(stories / PARTS))(using, now=now, **position)
    return next((math.ceil(PARTS * (below.published_at - moment) / DAY) for (moment,) in reached), 0)


@cache
def _moment_below(number: int) -> Prepared:
    """The moment of the story that is so many below the newest one at or below a position, if there is one."""

    def question(now: datetime.datetime, moment: datetime.datetime, article: int) -> QuerySet:
        stories = Article.objects.published(now).below(Cursor(moment, article)).newest_first()
        return stories.values_list("published_at")[number : number + 1]

    return Prepared(question, now=datetime.datetime, moment=datetime.datetime, article=int)
