"""How long what was made may be kept while nobody writes anything: until something happens by itself."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass

from django.utils import timezone

from topics.versions import Versions, current, next_moment

QUARTER = datetime.timedelta(minutes=15)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Announced:
    """The next of all apps' moments, as it was at ``asked_at`` under ``versions``."""

    versions: Versions
    asked_at: datetime.datetime
    moment: datetime.datetime | None

    def holds(self, versions: Versions, now: datetime.datetime) -> bool:
        is_to_come = self.moment is None or now < self.moment
        return self.versions == versions and self.asked_at <= now and is_to_come


_announced: Announced | None = None


def announced(now: datetime.datetime) -> datetime.datetime | None:
    """When readers will see something else without anybody writing (``topics.versions.next_moment``).

    Each process asks for it once, and again when the versions have changed or it has passed.
    """
    global _announced
    versions, known = current(), _announced
    if known is None or not known.holds(versions, now):
        known = _announced = Announced(versions, now, next_moment(now))
    return known.moment


def forget_announced() -> None:
    global _announced
    _announced = None


def end_of_day(now: datetime.datetime, zone: datetime.tzinfo | None = None) -> datetime.datetime:
    """The midnight that ends the day of ``now`` in ``zone``, usually the site's own, by which archives and rates go.

    On a day whose clocks are changed it is the next quarter of an hour: pages say how far the clock is from UTC, too.
    Clocks change, and days begin, at a quarter of an hour of UTC everywhere.
    """
    zone = zone or timezone.get_default_timezone()
    today = now.astimezone(zone)
    midnight = datetime.datetime.combine(today.date() + datetime.timedelta(days=1), datetime.time(), zone)
    if midnight.utcoffset() != today.utcoffset():
        return now + QUARTER - (now - EPOCH) % QUARTER
    return midnight.astimezone(datetime.UTC)


def end_of_page(now: datetime.datetime, zone: str) -> datetime.datetime:
    """Until when a page may be kept that was begun at ``now``, for readers in ``zone`` ("": the site's own)."""
    ends = [end_of_day(now), announced(now)]
    if zone:
        ends.append(end_of_day(now, zoneinfo.ZoneInfo(zone)))
    return min(end for end in ends if end)
