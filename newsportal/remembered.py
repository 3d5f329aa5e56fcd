"""Answers that every page needs, kept in the memory of each process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Called, it says what ``read()`` said: asked anew when that is ``seconds`` old, and never in between.

    Another process shows what is new that much later, as nobody tells it. All callers get the same object, which
    nobody may change. The shared cache would not do: it may be a table, and then every page would cost a query; a
    local-memory cache would copy the answer for every page.
    """

    def __init__(self, read: Callable[[], T], *, seconds: float):
        self._read, self._seconds = read, seconds
        # The answer, when it was given, and for how long it holds: one assignment, as pages are made in many threads.
        self._kept: tuple[T, float, float | None] | None = None
        self._forgotten = 0

    def __call__(self) -> T:
        kept = self._kept
        if kept is not None:
            answer, since, seconds = kept
            if seconds is None or 0 <= time.time() - since < seconds:  # less than 0: the clock was set back
                return answer
        forgotten = self._forgotten
        answer = self._read()
        if forgotten == self._forgotten:  # else it may have been read before the change that somebody told of
            self.remember(answer, seconds=self._seconds)
        return answer

    def remember(self, answer: T, *, seconds: float | None) -> None:
        """Say ``answer`` from now on, without asking; ``None`` seconds: until it is forgotten."""
        self._kept = (answer, time.time(), seconds)

    def forget(self) -> None:
        """Ask anew the next time: the answer has changed."""
        self._forgotten += 1
        self._kept = None
