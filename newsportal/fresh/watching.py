"""Asks the database before every page whether anything that readers see has changed, as cheaply as that can be done.

Not through Django, where a query costs several times as much: each thread has one connection that does nothing else.
SQLite answers from memory (``PRAGMA data_version``); PostgreSQL gets one prepared statement over one small table.
"""

from __future__ import annotations

import logging
import os
import select
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from urllib.parse import quote

from django.db import connections, router

from topics.models import Version
from topics.versions import Versions

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds that a page waits for an answer, and for a new connection
PAUSE = 1.0  # seconds without a question after one that had no answer
TABLE = Version._meta.db_table


class DatabaseAway(Exception):
    """The database does not answer."""


class Lost(Exception):
    """The connection is no longer good; another one may be."""


class Sight(ABC):
    """One thread's connection to the database."""

    @abstractmethod
    def look(self) -> Versions:
        """The versions as they are. Raises ``Lost``, or ``DatabaseAway`` when a new connection would not help."""

    @abstractmethod
    def close(self) -> None: ...


class Watch:
    """``versions()`` says what was committed before it was called; to be asked from any thread."""

    def __init__(self, alias: str | None = None):
        """``alias`` of the database; usually the one that versions are written to."""
        self.alias = alias or router.db_for_write(Version)
        self._of_thread = threading.local()
        self._away_until: float | None = None

    @property
    def sight(self) -> Sight | None:
        """This thread's connection, if it has one."""
        return getattr(self._of_thread, "sight", None)

    def versions(self) -> Versions:
        """Raises ``DatabaseAway``; then nobody asks again for ``PAUSE`` seconds, so that nobody waits in vain."""
        if self._away_until is not None and time.monotonic() < self._away_until:
            raise DatabaseAway
        try:
            versions = self._look()
        except (Lost, DatabaseAway) as error:
            self.close()
            if self._away_until is None:
                logger.error("The database does not answer (%s). Pages seen before are served as they were.", error)
            self._away_until = time.monotonic() + PAUSE
            raise DatabaseAway from error
        if self._away_until is not None:
            self._away_until = None
            logger.warning("The database answers again.")
        return versions

    def close(self) -> None:
        """Give up this thread's connection; the next question makes another."""
        if sight := self.sight:
            self._of_thread.sight = None
            sight.close()

    def _look(self) -> Versions:
        if sight := self.sight:
            try:
                return sight.look()
            except Lost:  # a server that was restarted, a file that was replaced: once more, from the beginning
                self.close()
        sight = self._of_thread.sight = self._open()
        return sight.look()

    def _open(self) -> Sight:
        connection = connections[self.alias]
        if connection.vendor == "sqlite":
            return SqliteSight(Path(connection.settings_dict["NAME"]))
        return PostgresSight(connection.get_connection_params())


class SqliteSight(Sight):
    def __init__(self, path: Path):
        try:
            self._path, self._file = path, _identity(path)
            # Never made anew where it is missing; and what only looks must not write either.
            address = f"file:{quote(str(path))}?mode=rw"
            self._connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
            self._connection.execute("PRAGMA query_only = 1")
        except (OSError, sqlite3.Error) as error:
            raise Lost(error) from error
        self._seen, self._versions = None, Versions({})

    def look(self) -> Versions:
        try:
            if _identity(self._path) != self._file:
                raise Lost("another file has its name")
            # All rows are fetched, or the connection would go on seeing the database as it is now.
            [(seen,)] = self._connection.execute("PRAGMA data_version").fetchall()
            if seen != self._seen:
                rows = self._connection.execute(f"SELECT name, number FROM {TABLE}").fetchall()  # noqa: S608 - a constant
                self._seen, self._versions = seen, Versions.of_rows(rows)
        except (OSError, sqlite3.Error) as error:
            raise Lost(error) from error
        return self._versions

    def close(self) -> None:
        self._connection.close()


def _identity(path: Path) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


class PostgresSight(Sight):
    """Speaks to libpq itself, which is half the cost of a cursor's query."""

    # Numbers only grow: while their sum is the same, all of them are.
    SUM, ROWS = b"versions_sum", b"versions_rows"
    STATEMENTS = {
        SUM: f"SELECT sum(number) FROM {TABLE}".encode(),  # noqa: S608 - a constant
        ROWS: f"SELECT name, number FROM {TABLE}".encode(),  # noqa: S608 - the same
    }

    def __init__(self, params: dict):
        import psycopg  # a site on SQLite never loads it

        try:
            self._connection = psycopg.connect(**params | {"connect_timeout": round(PATIENCE)}, autocommit=True)
        except psycopg.Error as error:
            raise Lost(error) from error
        self._server = self._connection.pgconn
        for name, statement in self.STATEMENTS.items():
            self._server.prepare(name, statement)
        self._waiting = select.poll()
        self._waiting.register(self._server.socket, select.POLLIN)
        self._sum, self._versions = None, Versions({})

    def look(self) -> Versions:
        seen = self._ask(self.SUM).get_value(0, 0)
        if seen != self._sum:
            result = self._ask(self.ROWS)
            rows = [(result.get_value(n, 0).decode(), int(result.get_value(n, 1))) for n in range(result.ntuples)]
            # It may be older than what the rows say: then they are asked for once more than they need be.
            self._sum, self._versions = seen, Versions.of_rows(rows)
        return self._versions

    def _ask(self, statement: bytes):
        import psycopg  # loaded already

        server = self._server
        try:
            server.send_query_prepared(statement, None)
            self._wait()
            server.consume_input()
            while server.is_busy():
                self._wait()
                server.consume_input()
            answer = result = server.get_result()
            while result is not None:  # the end of the answer, without which the next question cannot be asked
                result = server.get_result()
        except psycopg.Error as error:
            raise Lost(error) from error
        if answer is None or answer.status != psycopg.pq.ExecStatus.TUPLES_OK:
            raise Lost(answer and answer.error_message.decode(errors="replace").strip())
        return answer

    def _wait(self) -> None:
        if not self._waiting.poll(PATIENCE * 1000):
            raise DatabaseAway("no answer in time")

    def close(self) -> None:
        self._connection.close()
