"""Spares the database a question: whether a connection is still good that was found good a moment ago.

Django asks that of every connection before its first use in a request (``CONN_HEALTH_CHECKS``), which costs a page a
way to the database and back. The look for changes goes the same way before each page (``newsportal.fresh.watching``):
while that has needed no new connection, no server was restarted.
"""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from django.core.signals import request_started
from django.db import connections

from newsportal.fresh.watching import Sight, Watch

VOUCHED_FOR = 5.0  # seconds after Django has asked


class Found(NamedTuple):
    """What was found good: the session with the server and the other one that looks for changes, until a moment."""

    session: object
    sight: Sight | None
    until: float


class Vouching:
    """Vouches for the connection of each thread to the database that ``watch`` looks at."""

    def __init__(self, watch: Watch):
        self._watch, self._of_thread = watch, threading.local()
        request_started.connect(self._begin)  # behind Django's own receiver, for which every connection is doubtful

    def _begin(self, **kwargs) -> None:
        connection, found = connections[self._watch.alias], getattr(self._of_thread, "found", None)
        self._of_thread.is_vouched = (
            found is not None
            and found.session is connection.connection
            and found.sight is self._watch.sight
            and time.monotonic() < found.until
        )
        if self._of_thread.is_vouched:
            connection.health_check_done = True

    def note(self) -> None:
        """Remember what Django has asked in this request, if it has."""
        connection = connections[self._watch.alias]
        if (
            getattr(self._of_thread, "is_vouched", False)
            or not connection.health_check_done
            or connection.errors_occurred
        ):
            return
        self._of_thread.found = Found(connection.connection, self._watch.sight, time.monotonic() + VOUCHED_FOR)
