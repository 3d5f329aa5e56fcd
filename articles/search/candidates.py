"""The newest stories that match, at a cost that depends on how many are wanted and not on how many there are.

Neither database can read the matches of a common word in the order of their moments, and to fetch all of them takes
seconds in a large archive. So the index is asked for the matches of some days first, then of ever longer stretches
before them: documents hold their day, month and year as tokens, which the index joins with the words by itself.
"""

from __future__ import annotations

import calendar
import datetime
import math

from django.db import DEFAULT_DB_ALIAS

from articles.models import Article
from articles.search import engines
from articles.search.expressions import Expression, all_of, any_token
from articles.search.tokens import tokens_of_span
from articles.stream import Cursor, Row

DAY = datetime.timedelta(days=1)
# The first stretch holds this many stories for each one wanted, and not fewer than FEWEST; each further one is as long
# as it should take by what the one before it held, and a quarter more, but at most GROWTH times as long as that one;
# after the last, whatever is left is asked for at once.
STORIES_FOR_EACH = 1.5
FEWEST = 300
TO_BE_SURE = 1.25
GROWTH = 6
STRETCHES = 6
WHOLE_MONTHS, WHOLE_YEARS = 100 * DAY, 1_000 * DAY
LONGEST = 20_000  # days: a longer stretch is asked for without days


def newest_matches(
    expression: Expression,
    *,
    below: Cursor,
    now: datetime.datetime,
    most: int,
    since: datetime.datetime | None = None,
    with_ended: bool = False,
    using: str = DEFAULT_DB_ALIAS,
) -> list[Row]:
    """The newest ``most`` stories that match and that readers may see, newest first; fewer when there are no more.

    Only stories below the position ``below`` and not before ``since``; ``with_ended`` also those that readers could see
    once.
    """
    found: list[Row] = []

    def ask(expression: Expression, since: datetime.datetime | None) -> None:
        nonlocal below
        at = None if with_ended else now
        rows = engines.newest(expression, below=below, since=since, now=at, most=most - len(found), using=using)
        found.extend(rows)

    length = _days_of(max(FEWEST, round(STORIES_FOR_EACH * most)), below=below, now=now, using=using)
    for _stretch in range(STRETCHES):
        # With the day that begins at the position: of stories of its first moment, some may lie below.
        last = below.published_at.astimezone(datetime.UTC).date()
        if not 0 < length < min(LONGEST, last.toordinal()):
            break
        first = last - length * DAY
        if since:
            first = max(first, since.astimezone(datetime.UTC).date())
        first, last = _in_few_tokens(first, last)
        begins = datetime.datetime.combine(first, datetime.time(), datetime.UTC)
        before = len(found)
        ask(all_of([expression, any_token(tokens_of_span(first, last))]), max(begins, since) if since else begins)
        if len(found) >= most or (since and begins <= since):
            return found
        should_do = math.ceil(TO_BE_SURE * length * (most - len(found)) / max(1, len(found) - before))
        below, length = Cursor(begins, 0), min(GROWTH * length, should_do)
    ask(expression, since)
    return found


def _in_few_tokens(first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    """A long stretch with whole months or years at its ends: each token more has to be looked up for every match."""
    length = last - first
    if length > WHOLE_YEARS:
        return first.replace(month=1, day=1), last.replace(month=12, day=31)
    if length > WHOLE_MONTHS:
        return first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return first, last


def _days_of(stories: int, *, below: Cursor, now: datetime.datetime, using: str) -> int:
    """How many days back from a position so many stories reach; 0 when there are not that many."""
    moments = Article.objects.using(using).published(now).below(below).newest_first()
    reached = moments.values_list("published_at", flat=True)[stories : stories + 1]
    return next(((below.published_at - moment).days + 1 for moment in reached), 0)
