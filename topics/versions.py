"""Versions of what readers see: numbers in the database by which every cached page is known to be fresh, or not.

Whoever changes what readers see calls ``touch`` with the name of what has changed, in the transaction of the change.
Whoever keeps something made from it keeps it under the numbers that ``current`` gave *before* it was read: it is fresh
for as long as the numbers are the same. There is nothing to purge, and nothing that could get lost
(``docs/architecture.md``).

Here and not higher up because the vocabulary has a version too; each app registers its own in a module ``versions``.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

from django.db import connections, router, transaction
from django.db.models import QuerySet, Value
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from topics.models import Version
from topics.prepared import Prepared


@dataclass(frozen=True)
class Moments:
    """Moments at which readers see something else without anybody writing, such as those of scheduled stories.

    They stand in the column ``field`` of ``rows()``; what they announce comes ``after`` them.
    """

    rows: Callable[[], QuerySet]
    field: str
    after: datetime.timedelta = datetime.timedelta()

    def next(self, since: datetime.datetime) -> QuerySet:
        """The row of the first moment after ``since``, without an order: parts of a UNION have none."""
        coming = self.rows().filter(**{f"{self.field}__gt": since}).order_by(self.field)
        return coming.model._base_manager.filter(pk__in=coming.values("pk")[:1])

    def passed(self, since: datetime.datetime, now: datetime.datetime) -> QuerySet:
        """The rows of the moments after ``since`` and up to ``now``."""
        return self.rows().filter(**{f"{self.field}__gt": since - self.after, f"{self.field}__lte": now - self.after})


_registered: dict[str, tuple[Moments, ...]] = {}


def register(name: str, *, moments: Iterable[Moments] = ()) -> None:
    """Called in an app's module ``versions``. Raises ``ValueError`` when there is such a version already."""
    if name in _registered:
        raise ValueError(f"There are two versions called {name}.")
    _registered[name] = tuple(moments)


def registered() -> Mapping[str, tuple[Moments, ...]]:
    _discover()
    return _registered


@cache  # not at the start: modules called ``versions`` import models
def _discover() -> None:
    autodiscover_modules("versions")


@dataclass(frozen=True)
class Versions:
    """The numbers of all versions at one moment. Equal ones: nothing that readers see has changed in between."""

    numbers: Mapping[str, int] = field(hash=False)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, int]]) -> Versions:
        """What the rows (name, number) of the table ``topics_version`` come to."""
        # A name has as many rows as there were transactions that touched it at the same moment: never many.
        numbers: dict[str, int] = {}
        for name, number in rows:
            numbers[name] = numbers.get(name, 0) + number
        return cls(numbers)

    def of(self, names: Iterable[str]) -> tuple[int, ...]:
        """The numbers of ``names``; 0 for what was never touched."""
        return tuple(self.numbers.get(name, 0) for name in names)


# Called by ``touch`` with the keys it announces, in its transaction.
_announcers: list[Callable[[Collection[str]], None]] = []


def announce_with(announcer: Callable[[Collection[str]], None]) -> None:
    """Have ``announcer`` tell caches in front of the site what has changed: it gets keys (``topics.surrogate_keys``).

    It is called inside the transaction of the change; whatever it sends has to wait for the commit.
    """
    _announcers.append(announcer)


def touch(*names: str, keys: Collection[str] = ()) -> None:
    """Say that readers see something else of ``names``, as soon as the present transaction is committed.

    Caches in front of the site are told of all answers that show anything of ``names``; or of those with ``keys``, by
    an act that knows them (``topics.surrogate_keys``).

    To be called inside the transaction of the change, in any place of it and as often as one likes: then nobody ever
    sees the change without the new number, or the number without the change. It waits for nobody: of two transactions
    that touch the same name at once, each counts in a row of its own. Raises ``ValueError`` for an unknown name.
    """
    if unknown := set(names) - registered().keys():
        raise ValueError(f"No app has registered versions called {', '.join(sorted(unknown))}.")
    using = router.db_for_write(Version)
    rows = Version.objects.using(using)
    with transaction.atomic(using=using, savepoint=False):
        for name in names:
            # Never a number that was used before, not even in what a restored backup no longer knows of.
            now = time.time_ns() // 1000
            free = rows.select_for_update(skip_locked=True).filter(name=name).order_by("pk").first()
            if free is None:
                rows.create(name=name, number=now)
            else:
                rows.filter(pk=free.pk).update(number=max(free.number + 1, now))
        for announcer in _announcers:
            announcer(keys or names)
    if (held := _held.get()) is not None:
        held.clear()


def current() -> Versions:
    """The versions as they are, or as they were when somebody asked first within ``held``."""
    held = _held.get()
    if held is None:
        return read()
    if not held:
        held.append(read())
    return held[0]


@contextmanager
def held(versions: Versions | None = None) -> Iterator[None]:
    """All that is made inside goes by the same versions, which are asked for once: one page, for example.

    By ``versions`` where somebody has asked for them already; what is held outside holds inside as well.
    """
    if _held.get() is not None:
        yield
        return
    token = _held.set([versions] if versions else [])
    try:
        yield
    finally:
        _held.reset(token)


_held: ContextVar[list[Versions] | None] = ContextVar("versions that are held", default=None)


def read(*, using: str | None = None) -> Versions:
    """The versions as the database has them now, in one query; or those that its copy ``using`` has."""
    # Where they are written: a copy of the database may be behind.
    with connections[using or router.db_for_write(Version)].cursor() as cursor:
        cursor.execute("SELECT name, number FROM topics_version")
        return Versions.of_rows(cursor.fetchall())


def next_moment(now: datetime.datetime | None = None) -> datetime.datetime | None:
    """When readers will see something else without anybody writing; ``None`` when nothing is planned.

    One query for all apps together, each part of which reads one row from the end of an index.
    """
    now = now or timezone.now()
    asked = tuple(moments for of_one in registered().values() for moments in of_one)
    if not asked:
        return None
    since = {f"since{n}": now - moments.after for n, moments in enumerate(asked)}
    found = _first_of_each(asked)(**since)
    return min((moment + asked[n].after for n, moment in found), default=None)


@cache
def _first_of_each(asked: tuple[Moments, ...]) -> Prepared:
    """The first moment of each that is still to come, with its number."""

    def question(**since: datetime.datetime) -> QuerySet:
        parts = [m.next(since[f"since{n}"]).values_list(Value(n), m.field) for n, m in enumerate(asked)]
        return parts[0].union(*parts[1:], all=True)

    return Prepared(question, **{f"since{n}": datetime.datetime for n in range(len(asked))})


register("topics")
