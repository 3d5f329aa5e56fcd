"""Answers that many pages need, kept in the memory of each process for as long as they are true."""

from __future__ import annotations

import datetime
import weakref
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.utils import timezone

from topics.surrogate_keys import note
from topics.versions import current

T = TypeVar("T")


class Lasting(tuple):
    """Rows of an answer that is kept: as nobody changes them, what they look like need be found out but once."""


_everything: weakref.WeakSet[Kept] = weakref.WeakSet()


class Kept(Generic[T]):
    """Called, it says what ``read()`` said, and asks anew only when that may have changed.

    That is when one of the versions in ``of`` is another (``topics.versions``), or at the moment that ``until`` gave
    when it was asked: a function of the present moment, such as ``topics.lifetimes.announced``; ``None`` is never.
    All callers get the same object, which nobody may change. The shared cache would not do: it may be a table, and then
    every page would cost a query.
    """

    def __init__(
        self,
        read: Callable[[], T],
        *,
        of: Iterable[str],
        until: Callable[[datetime.datetime], datetime.datetime | None] = lambda now: None,
    ):
        self._read, self._of, self._until = read, tuple(of), until
        # One assignment, as pages are made in many threads: the answer, the numbers it is true for, and from when on
        # until when.
        self._kept: tuple[T, tuple[int, ...], datetime.datetime, datetime.datetime | None] | None = None
        self._given: tuple[T] | None = None
        _everything.add(self)

    def __call__(self) -> T:
        note(*self._of)
        if self._given is not None:
            return self._given[0]
        # Both before it is read: what changes meanwhile is read again the next time.
        numbers, now = current().of(self._of), timezone.now()
        if self._kept is not None:
            answer, known, since, end = self._kept
            if known == numbers and since <= now and (end is None or now < end):
                return answer
        end = self._until(now)
        answer = self._read()
        self._kept = answer, numbers, now, end
        return answer

    def remember(self, answer: T) -> None:
        """Say ``answer`` until it is forgotten, without asking: for tests of something else."""
        self._given = (answer,)

    def forget(self) -> None:
        self._kept = self._given = None


def forget_everything() -> None:
    for kept in _everything:
        kept.forget()
