"""Searching for the newsroom: every story whatever its status, the newest of those that match."""

from __future__ import annotations

import datetime

from django.utils import timezone

from articles.models import Article, Status
from articles.search import engines
from articles.search.candidates import newest_matches
from articles.search.engines import Match
from articles.search.expressions import Expression, all_of, any_token, token
from articles.search.fields import Fields
from articles.search.query import OR, Query
from articles.search.tokens import UNPUBLISHED, tokens_of_span, word_tokens
from articles.stream import MICROSECOND, Cursor, position_below

MOST_FOUND = 1_000
FAR_AHEAD = Cursor(datetime.datetime.max.replace(tzinfo=datetime.UTC), 0)


def articles_found(query: Query, *, most: int = MOST_FOUND) -> list[int]:
    """The ids of stories that match: the newest ``most`` of the published ones, and as many of all others.

    What is scheduled counts as published, and so does what has ended. Nothing for a query that looks for nothing.
    """
    if not query:
        return []
    expression = query.expression(engines.algorithms_in_use(), Fields(query.fields))
    now = timezone.now()
    published = _scheduled(expression, now=now, most=most)
    if len(published) < most:
        below = position_below(None, now)
        published += newest_matches(expression, below=below, now=now, most=most - len(published), with_ended=True)
    unpublished = engines.newest_numbers(all_of([token(UNPUBLISHED), expression]), most=most)
    return [match.article_id for match in published] + unpublished


def as_typed_so_far(text: str) -> Query:
    """What somebody who is still typing looks for: the last word may be the beginning of one."""
    last = text.split()[-1] if text.split() and not text[-1].isspace() else ""
    is_plain = len(word_tokens(last)) == 1 and last[-1].isalnum() and last[0].isalnum() and last not in OR
    return Query.parse(f"{text} OR {last}*" if is_plain else text)


def _scheduled(expression: Expression, *, now: datetime.datetime, most: int) -> list[Match]:
    scheduled = Article.objects.filter(status=Status.PUBLISHED, published_at__gt=now)
    last = scheduled.newest_first().values_list("published_at", flat=True).first()
    if last is None:
        return []
    # With the days, so that the index finds the few of them; a year is one token.
    days = any_token(tokens_of_span(now.astimezone(datetime.UTC).date(), last.astimezone(datetime.UTC).date()))
    return engines.newest(all_of([expression, days]), below=FAR_AHEAD, since=now + MICROSECOND, now=None, most=most)
