"""When a digest is due: an hour of the reader's own day, as moments in UTC."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Schedule:
    """``hour`` (0 to 23) of every day in ``zone``, or of one ``weekday`` (Monday is 0) alone."""

    hour: int
    zone: zoneinfo.ZoneInfo
    weekday: int | None = None

    @property
    def period(self) -> datetime.timedelta:
        return DAY if self.weekday is None else 7 * DAY

    def last(self, now: datetime.datetime) -> datetime.datetime:
        """The latest due moment that is not after ``now`` (aware)."""
        return max(moment for moment in self._around(now) if moment <= now)

    def next(self, now: datetime.datetime) -> datetime.datetime:
        """The first due moment after ``now`` (aware)."""
        return min(moment for moment in self._around(now) if moment > now)

    def _around(self, now: datetime.datetime) -> Iterator[datetime.datetime]:
        today = now.astimezone(self.zone).date()
        for distance in range(-8, 10):
            day = today + distance * DAY
            if self.weekday is None or day.weekday() == self.weekday:
                yield moment_of(day, self.hour, self.zone)


def moment_of(day: datetime.date, hour: int, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """``hour`` o'clock of ``day`` in ``zone``, in UTC.

    An hour that the clocks skip becomes the first moment after the gap; of one that comes twice, the first counts.
    """
    local = datetime.datetime.combine(day, datetime.time(hour))
    while True:
        moment = local.replace(tzinfo=zone, fold=0).astimezone(datetime.UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            return moment
        local += MINUTE
