"""What caches in front have still to be told: kept in the database until they have been.

A cache that fails is asked again after 5 seconds at the earliest, then after twice as long each time, up to ten
minutes, or when it says so itself; meanwhile everything for it waits. To be told twice does no harm, so nobody claims
anything: any number of processes may send.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import router
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.surrogate_keys import keys_of_stories, with_lists
from newsportal.http import FetchError
from newsportal.purging.caches import Cache, configured
from newsportal.purging.models import Purge
from topics.surrogate_keys import SITE
from topics.versions import registered

FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(seconds=5), datetime.timedelta(minutes=10)
# No answer of the site may be kept for longer without asking.
FORGOTTEN_AFTER = datetime.timedelta(days=1)
# More keys than this, of one act and of all that are sent together, are called ``site``: that is one request, and most
# of what is kept would go anyway.
MOST_OF_AN_ACT, MOST_KEYS = 100, 1_000
MOST_ROWS = 10_000  # of one cache at once; what is left goes with the next run

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """What became of one cache: it knows of ``keys`` now, or ``problem`` says in words why not."""

    cache: str
    keys: int
    problem: str = ""


def put(keys: Collection[str]) -> None:
    """Have every cache told that all it keeps under ``keys`` has changed, as soon as the transaction is committed."""
    now = timezone.now()
    keys = keys if len(keys) <= MOST_OF_AN_ACT else [SITE]
    rows = [Purge(cache=c.name, key=key, created_at=now, due_at=now) for c in configured() for key in keys]
    Purge.objects.using(_database()).bulk_create(rows)


def keys_of_moments(since: datetime.datetime, now: datetime.datetime) -> list[str]:
    """Keys of what readers see otherwise since a moment between ``since`` and ``now``, though nobody wrote anything.

    Answers end by themselves at such moments (``topics.lifetimes``): this is for caches that were told to keep them on.
    """
    keys: list[str] = []
    for name, several in registered().items():
        for moments in several:
            rows = moments.passed(since, now)
            if name == "articles":
                keys += keys_of_stories(rows.values_list("pk", flat=True))
            elif rows.exists():
                keys.append(name)
    return keys


def send_due(caches: Iterable[Cache] | None = None, *, now: datetime.datetime | None = None) -> list[Told]:
    """Tell each cache what is due for it: everything at once, each key once. Hands back whom there was something for.

    Waits for the caches, up to ten seconds for each request: never to be called while a reader or an editor waits.
    """
    now = now or timezone.now()
    caches = configured() if caches is None else list(caches)
    waiting = Purge.objects.using(_database())
    waiting.exclude(cache__in=[cache.name for cache in caches]).delete()
    waiting.filter(created_at__lt=now - FORGOTTEN_AFTER).delete()
    told = [_tell(cache, waiting.filter(cache=cache.name), now) for cache in caches]
    return [one for one in told if one]


def waiting_since() -> datetime.datetime | None:
    """Since when a cache has failed to take something; ``None`` when none has."""
    failed = Purge.objects.using(_database()).filter(tries__gt=0)
    return failed.aggregate(since=Min("created_at"))["since"]


def _tell(cache: Cache, waiting, now: datetime.datetime) -> Told | None:
    rows = list(waiting.order_by("pk")[:MOST_ROWS])
    if not rows or any(row.tries and row.due_at > now for row in rows):
        return None
    keys = {row.key for row in rows}
    keys = sorted(with_lists(keys)) if len(keys) <= MOST_KEYS else [SITE]
    # No row that comes from here on: its page may be made and kept again before it is committed.
    told = waiting.filter(pk__in=[row.pk for row in rows])
    problem, pause = _ask(cache, keys)
    if not problem:
        told.delete()
        return Told(cache.name, len(keys))
    pause = pause or min(FIRST_PAUSE * 2 ** min(max(row.tries for row in rows), 10), LONGEST_PAUSE)
    told.update(tries=F("tries") + 1, due_at=now + pause)
    logger.warning("%s does not know what has changed, and is asked again in %s: %s", cache.name, pause, problem)
    return Told(cache.name, len(keys), problem)


def _ask(cache: Cache, keys: list[str]) -> tuple[str, datetime.timedelta | None]:
    """Why the cache has not been told of all ``keys``, and when it wants to be asked again; "" when it has."""
    for start in range(0, len(keys), cache.most_keys):
        try:
            answer = cache.purge(keys[start : start + cache.most_keys])
        except FetchError as error:
            return str(error), None
        if not cache.has_done(answer):
            pause = None if answer.retry_after is None else datetime.timedelta(seconds=answer.retry_after)
            return _("it answered with status %d") % answer.status, pause and min(pause, LONGEST_PAUSE)
    return "", None


def _database() -> str:
    return router.db_for_write(Purge)  # a copy of the database may be behind
