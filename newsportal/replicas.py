"""Replicas: copies of the database that answer readers' questions, and are never asked for more than they know.

A replica follows the primary by some milliseconds, or minutes. What readers see has versions (``topics.versions``), and
they come to a replica in the same commit as what they stand for. So a replica makes a page only when it shows the very
versions that the primary has just shown, over the connection that then answers for the page; else the primary makes it
(``docs/decisions/0015-what-a-replica-may-answer.md``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from newsportal.unavailable import DATABASE_AWAY
from topics.models import Version
from topics.versions import current, read, registered, touch

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds without a question to a replica that failed
# The apps whose rows a version knows of. All others, sessions and readers' own feeds among them, change without one.
SHOWN_TO_ALL = {"articles", "currency", "home", "pages", "partners", "taggit", "topics"}
# Shown by searches alone, which are never kept and therefore need no version.
WITHOUT_VERSION = {"articles.EditorsPick"}

_reading_from: ContextVar[str | None] = ContextVar("the database that answers what is asked for readers", default=None)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Ask the database ``alias`` for whatever all readers may see; by the one of the outermost block."""
    if _reading_from.get() is not None:
        yield
        return
    token = _reading_from.set(alias)
    try:
        yield
    finally:
        _reading_from.reset(token)


class Router:
    """Sends all to the primary, but for readers' pages what a replica may answer (Django's ``DATABASE_ROUTERS``)."""

    def db_for_read(self, model: type[Model], **hints) -> str:
        alias = _reading_from.get()
        if alias is None or model._meta.app_label not in SHOWN_TO_ALL or model._meta.label in WITHOUT_VERSION:
            return DEFAULT_DB_ALIAS
        # Whoever is writing wants to see what was written.
        return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else alias

    def db_for_write(self, model: type[Model], **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints) -> bool:
        return True  # they are the same rows everywhere

    def allow_migrate(self, alias: str, app_label: str, **hints) -> bool | None:
        return False if alias in settings.REPLICAS else None  # migrations come to them with all the rest


class Replicas:
    """The replicas by ``aliases``, which take turns; to be asked from any thread."""

    def __init__(self, aliases: Iterable[str]):
        self._aliases, self._turns = tuple(aliases), count()
        self._left_out_until: dict[str, float] = {}

    def choose(self) -> str | None:
        """The next replica that knows what the primary knows; ``None`` when there is none."""
        first, versions = next(self._turns), current()
        for turn in range(first, first + len(self._aliases)):
            alias = self._aliases[turn % len(self._aliases)]
            if not self._is_left_out(alias) and self._shows(alias, versions):
                return alias
        return None

    def leave_out(self, alias: str, reason: object) -> None:
        """Ask nothing of ``alias`` for ``PAUSE`` seconds."""
        if alias not in self._left_out_until:
            logger.warning("The database %s does not answer (%s). Its part is done by the others.", alias, reason)
        self._left_out_until[alias] = time.monotonic() + PAUSE

    def _is_left_out(self, alias: str) -> bool:
        until = self._left_out_until.get(alias)
        if until is None:
            return False
        if time.monotonic() < until:
            return True
        self._left_out_until[alias] = time.monotonic() + PAUSE  # one request tries, and the others do not wait for it
        return False

    def _shows(self, alias: str, versions) -> bool:
        try:
            shown = read(using=alias)
        except DatabaseError as error:
            self.leave_out(alias, error)
            return False
        if self._left_out_until.pop(alias, None):
            logger.warning("The database %s answers again.", alias)
        return shown == versions


def read_from_replicas(get_response: Callable) -> Callable:
    """Let a replica answer what is asked for a page; when it fails meanwhile, the page is made anew by the primary."""
    if not settings.REPLICAS:
        raise MiddlewareNotUsed
    replicas = Replicas(settings.REPLICAS)

    def middleware(request):
        alias = replicas.choose() if _is_for_readers(request) else None
        if alias is None:
            return get_response(request)
        with reading_from(alias):
            response = get_response(request)
        # Whatever went wrong: a server that ended, a row it needed for its own work, a column that has not come yet.
        if not connections[alias].errors_occurred:
            return response
        replicas.leave_out(alias, f"after {request.path}")
        request.META.pop(DATABASE_AWAY, None)
        return get_response(request)

    return middleware


def touch_what_was_migrated(plan: Iterable = (), using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """What ``migrate`` has changed must have come to a replica before that is asked again; nothing else says so."""
    # Back to the beginning there is no such table.
    if plan and Version._meta.db_table in connections[using].introspection.table_names():
        touch(*registered())


def _is_for_readers(request: HttpRequest) -> bool:
    """It asks, and not at the desk, which sees drafts and much else that has no version."""
    is_question = request.method in {"GET", "HEAD"} and _reading_from.get() is None
    return is_question and not request.path_info.startswith(reverse("admin:index"))
