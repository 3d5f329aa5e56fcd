"""How long a piece of work waits for its database, whatever asks: each statement and the reading of its rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass
class DatabaseTime:
    seconds: float = 0.0
    statements: int = 0


@contextmanager
def database_time() -> Iterator[DatabaseTime]:
    """Adds up the time of everything that is asked of the default database inside the block."""
    spent = DatabaseTime()

    class TimedCursor(CursorWrapper):
        def execute(self, sql, params=None):
            spent.statements += 1
            return self._timed(super().execute, sql, params)

        def fetchone(self):
            return self._timed(self.cursor.fetchone)

        def fetchmany(self, *args):
            return self._timed(self.cursor.fetchmany, *args)

        def fetchall(self):
            return self._timed(self.cursor.fetchall)

        def _timed(self, call, *args):
            began = time.perf_counter()
            try:
                return call(*args)
            finally:
                spent.seconds += time.perf_counter() - began

    def make_cursor(cursor):
        return TimedCursor(cursor, connection)

    connection.make_cursor = make_cursor
    try:
        yield spent
    finally:
        del connection.make_cursor
