"""Telling caches in front right after a commit, while whoever committed goes on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection

from django.db import Error, connections, router, transaction

from newsportal.purging.models import Purge
from newsportal.purging.outbox import put, send_due

TOGETHER = 1.0  # seconds in which what is committed by this process goes out as one

logger = logging.getLogger(__name__)


class Sender:
    """A thread of this process that sends what is due, and is there only while there is something.

    The process does not end before it. What it could not send is for the job ``send_purges``.
    """

    def __init__(self, send: Callable[[], object] = send_due, *, pause: float = TOGETHER):
        self._send, self._pause = send, pause
        self._lock = threading.Lock()
        self._is_wanted = self._is_running = False

    def wake(self) -> None:
        """Send before long. Waits for nothing, and raises nothing."""
        with self._lock:
            self._is_wanted = True
            if self._is_running:
                return
            self._is_running = True
        try:
            threading.Thread(target=self._run, name="purges").start()
        except RuntimeError:  # the process is about to end, or has no room
            self._is_running = False

    def _run(self) -> None:
        while self._is_still_wanted():
            time.sleep(self._pause)
            self._is_wanted = False
            try:
                self._send()
            except Error as error:
                logger.warning("Caches in front do not know yet what has changed: %s", str(error).partition("\n")[0])
            except Exception:
                logger.exception("Caches in front do not know yet what has changed.")
            finally:
                connections.close_all()

    def _is_still_wanted(self) -> bool:
        with self._lock:
            self._is_running = self._is_wanted
            return self._is_running


sender = Sender()


def put_and_send(keys: Collection[str]) -> None:
    """For ``topics.versions.announce_with``."""
    put(keys)
    transaction.on_commit(sender.wake, using=router.db_for_write(Purge))
