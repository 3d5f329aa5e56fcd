"""Writing millions of rows into empty tables, on both databases.

Only for rows that are right already: no ``save()``, no validation, and every row brings its own id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, models, transaction


@dataclass(frozen=True)
class Loader:
    """Writes rows of plain values: text for JSON, and dates and moments as ``moment`` and ``date`` make them."""

    connection: object
    cursor: object

    @property
    def moment(self):
        return self.connection.ops.adapt_datetimefield_value

    @property
    def date(self):
        return self.connection.ops.adapt_datefield_value

    def insert(self, model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
        """Insert ``rows``, which hold the columns ``names``; the model's other fields take their defaults."""
        fields = {field.column: field for field in model._meta.concrete_fields}
        fixed = {
            column: field.get_db_prep_save(field.get_default(), self.connection)
            for column, field in fields.items()
            if column not in names
        }
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(name) for name in [*names, *fixed])
        rest = tuple(fixed.values())
        if rest:
            rows = (row + rest for row in rows)
        table = quote(model._meta.db_table)
        if self.connection.vendor == "postgresql":
            with self.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * (len(names) + len(rest)))
            self.cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def bulk_load(tables: Sequence[type[models.Model]], *, using: str = DEFAULT_DB_ALIAS) -> Iterator[Loader]:
    """One transaction in which ``tables`` have no indexes but those of their constraints; then all are back.

    All or nothing: whatever ends the block early leaves the database as it was.
    """
    connection = connections[using]
    names = [model._meta.db_table for model in tables]
    settle = not connection.in_atomic_block
    if settle:
        _prepare(connection)
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            indexes = _indexes(cursor, connection.vendor, names)
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no queue of a million checks for the end
                cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for name in indexes:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
            yield Loader(connection, cursor)
            for definition in indexes.values():
                cursor.execute(definition)
            for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
                cursor.execute(statement)
        if settle and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Without it, PostgreSQL would read the tables beside the indexes until its next round.
                cursor.execute(f"VACUUM (ANALYZE) {', '.join(connection.ops.quote_name(name) for name in names)}")
    finally:
        if settle and connection.vendor == "sqlite":
            connection.close()  # the next one has the site's own settings again


def _prepare(connection) -> None:
    """SQLite writes new pages straight into the file: a rollback journal of an empty database stays empty."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA journal_mode = DELETE")
        except OperationalError:
            pass  # somebody else has the database open: it goes on in WAL mode, which is slower
        cursor.execute("PRAGMA cache_size = -256000")
        cursor.execute("PRAGMA temp_store = FILE")  # indexes of millions of rows are sorted outside the memory


def _indexes(cursor, vendor: str, tables: Sequence[str]) -> dict[str, str]:
    """The statements that make the tables' indexes, by name, without those that hold up a constraint."""
    if vendor == "postgresql":
        sql = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint"
            " WHERE conindid = format('%%I.%%I', schemaname, indexname)::regclass)"
        )
    else:
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s"
    indexes = {}
    for table in tables:
        cursor.execute(sql, [table])
        indexes |= dict(cursor.fetchall())
    return indexes
