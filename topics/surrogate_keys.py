"""The keys by which caches in front of the site know what an answer shows, and are told what has changed.

They are the names of the versions (``topics.versions``) and, finer, ``KIND-ID`` of what is many: ``article-12``,
``topic-5``; ASCII without spaces and commas, whatever script names are written in. A page that shows something has
its key ``note``d while it is made; an act that changes it announces the same key with ``touch``. What a page has of a
``Kept`` is noted by that. ``site`` is on every answer, for those who want everything gone.

Here and not higher up because what is ``Kept`` of the vocabulary has keys too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SITE = "site"
# Of one kind on one answer; what shows more has the name of the version alone. That keeps the header below 5 KB, where
# Fastly and Cloudflare read 16 KB of it.
MOST_OF_A_KIND = 60

_noted: ContextVar[set[str] | None] = ContextVar("keys that an answer has so far", default=None)


def key(kind: str, pk: int) -> str:
    return f"{kind}-{pk}"


def keys(kind: str, pks: Iterable[int]) -> list[str]:
    """The keys of several of a ``kind``, or none at all when they are more than ``MOST_OF_A_KIND``."""
    found = list(dict.fromkeys(pks))
    return [key(kind, pk) for pk in found] if len(found) <= MOST_OF_A_KIND else []


def note(*names: str) -> None:
    """The answer that is being made shows something of ``names``; outside of ``noting`` nobody wants to know."""
    if (noted := _noted.get()) is not None:
        noted.update(names)


@contextmanager
def noting() -> Iterator[set[str]]:
    """The set into which everything goes that is noted inside."""
    noted: set[str] = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def in_order(noted: Iterable[str]) -> list[str]:
    """``SITE`` and what was noted, always in one order."""
    return [SITE, *sorted(noted)]
