"""Copies of the database, each as it was when it was made: replicas that hear of nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def copies(*aliases: str, folder: Path) -> Iterator[None]:
    """Copies of the default database under ``aliases``, for this thread; outside any transaction."""
    for alias in aliases:
        connect(alias, **_copy(alias, folder))
    try:
        yield
    finally:
        for alias in aliases:
            connections[alias].close()
            del connections[alias]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP SCHEMA {alias} CASCADE")


def connect(alias: str, **settings) -> None:
    """Call the default database with other ``settings`` by the name ``alias``."""
    connections[alias] = connections.create_connection("default")
    connections[alias].alias = alias
    connections[alias].settings_dict = connection.settings_dict | settings


def _copy(alias: str, folder: Path) -> dict:
    """Make a copy; returns the settings of a connection to it. On PostgreSQL it is a schema, made in no time."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / f"{alias}.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        return {"NAME": str(folder / f"{alias}.sqlite3")}
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {alias}")
        cursor.execute(";".join(f'CREATE TABLE {alias}."{table}" AS TABLE public."{table}"' for table in tables))
    return {"OPTIONS": connection.settings_dict["OPTIONS"] | {"options": f"-c search_path={alias},public"}}
