"""Moments as PostgreSQL writes them, read by Python's own parser: the driver's takes ten times as long."""

from __future__ import annotations

import datetime


def read_moments_quickly(connection, **kwargs) -> None:
    """To be told of every new connection (``django.db.backends.signals.connection_created``)."""
    if connection.vendor != "postgresql":
        return
    from django.db.backends.postgresql.psycopg_any import BaseTzLoader  # a site on SQLite has no driver for it

    class MomentLoader(BaseTzLoader):
        timezone = connection.timezone

        def load(self, data):
            try:
                moment = datetime.datetime.fromisoformat(bytes(data).decode())
            except ValueError:  # years before 1 or behind 9999, and other ways to write dates
                return super().load(data)
            return moment.replace(tzinfo=self.timezone)

    connection.connection.adapters.register_loader("timestamptz", MomentLoader)
