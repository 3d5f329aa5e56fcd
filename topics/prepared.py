"""Questions whose SQL is worked out once: writing it takes Django longer than the database takes to answer.

What they are answered with are rows; to make instances of them takes longer still, and is done when somebody looks.
"""

from __future__ import annotations

import copy
import datetime
import json
import re
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.db import connections, router
from django.db.models import BooleanField, F, Func, Model, QuerySet

Params = list[tuple[str | None, Any]]  # each the name of a value, or what it always is
# Values that no question has of its own, by which their places among the parameters are found.
FIRST = 7_000_000_000_000_000
MARKS = {
    int: lambda n: FIRST + n,
    str: lambda n: str(FIRST + n),
    list: lambda n: [FIRST + n],
    datetime.datetime: lambda n: datetime.datetime(1, 2, 3, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=n),
}


def marks_of(parameters: dict[str, type]) -> dict[str, Any]:
    return {name: MARKS[kind](number) for number, (name, kind) in enumerate(parameters.items())}


class Among(Func):
    """The condition that ``field`` is one of ``ids``, in words that are the same for any number of them."""

    output_field = BooleanField()
    template = "%(expressions)s IN (SELECT value FROM json_each(%%s))"

    def __init__(self, field: str, ids: Collection[int]):
        super().__init__(F(field))
        self._ids = ids

    def as_sql(self, compiler, connection, **extra):
        sql, params = super().as_sql(compiler, connection, **extra)
        return sql, [*params, as_array(self._ids, connection)]

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="%(expressions)s = ANY(%%s::bigint[])", **extra)


def as_array(ids: Collection[int], connection) -> list[int] | str:
    """``ids`` as a single parameter: an array of PostgreSQL, or JSON for ``json_each`` of SQLite."""
    return [*ids] if connection.vendor == "postgresql" else json.dumps([*ids])


def preparing_cursor(connection):
    """A cursor for statements that are asked again and again with other values, each written in the same words.

    PostgreSQL gets the values beside the statement and keeps its plan: to work one out takes several times as long as
    to follow it. The types of the values must be plain from where they stand. SQLite's module keeps what it has
    understood anyway.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # a site on SQLite has no driver for it

    connection.ensure_connection()
    session = connection.connection
    usual, session.cursor_factory = session.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        session.cursor_factory = usual


class Rows(Sequence):
    """What the database answered; looked at, it is a list of instances (or tuples), which nobody may change.

    Nothing but ``columns`` and ``raw`` decides what they are, so who only asks whether he has seen the same before
    needs no instances (``newsportal.rendered``).
    """

    def __init__(self, asked: _Asked, raw: list[tuple]):
        self._asked, self.raw = asked, raw
        self._made: list | None = None
        self._by_key: dict[str, dict[Hashable, tuple]] = {}

    @property
    def columns(self) -> str:
        return self._asked.columns

    @property
    def keys(self) -> list[int]:
        """The primary keys of the rows, in their order."""
        return [row[self._asked.key_at] for row in self.raw]

    def column(self, field: str) -> list[Any]:
        """The values of one field of the model in all rows, as the database hands them over."""
        at = self._asked.place_of(field)
        return [row[at] for row in self.raw]

    def with_keys(self, keys: Iterable[Hashable], field: str = "") -> Rows:
        """The rows with these primary keys, or values of another unique ``field``, in that order; without those that
        were not found. The field is one whose values both databases hand over as they are, such as a slug."""
        if field not in self._by_key:
            at = self._asked.place_of(field) if field else self._asked.key_at
            self._by_key[field] = {row[at]: row for row in self.raw}
        found = self._by_key[field]
        return Rows(self._asked, [found[key] for key in keys if key in found])

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, place):
        if isinstance(place, slice) and self._made is None:
            return Rows(self._asked, self.raw[place])
        return self._instances()[place]

    def __iter__(self) -> Iterator:
        return iter(self._instances())

    def __eq__(self, other: object) -> bool:
        return self._instances() == (list(other) if isinstance(other, Rows) else other)

    __hash__ = None

    def __repr__(self) -> str:
        return repr(self._instances())

    def _instances(self) -> list:
        if self._made is None:
            self._made = self._asked.made_of(self.raw)
        return self._made


class Prepared:
    """Called with values, it gives the rows of ``question(**values)``, asked of the database anew each time.

    ``question`` returns a queryset whose SQL is the same for all values of the named ``parameters``: it hands them to
    filters as they are (lists to ``Among``), and decides nothing by them. Nothing is prefetched. Each of the rows is
    what the queryset would give: an instance, or a tuple of ``values_list``. Without ``using``, the database is asked
    from which the question's model is read now.
    """

    def __init__(self, question: Callable[..., QuerySet], **parameters: type):
        self._question, self._parameters = question, parameters
        self._of_thread = threading.local()

    @cached_property
    def _model(self) -> type[Model]:
        return self._question(**marks_of(self._parameters)).model

    def __call__(self, using: str | None = None, **values: Any) -> Rows:
        using = using or router.db_for_read(self._model)
        # A compiler belongs to a connection, and a connection to a thread; tests put other ones in their place.
        connection, known = connections[using], self._of_thread.__dict__
        asked = known.get(using)
        if asked is None or asked.connection is not connection:
            asked = known[using] = _Asked(self._question, self._parameters, using)
        return asked.rows(values)


WORD = re.compile(r"[a-z_]+", re.ASCII)


def _with_words(sql: str, params: Params) -> tuple[str, Params]:
    """The statement with the words that are always the same in their places, and the parameters that are left.

    A plan for all values can use an index of some rows only (``WHERE status = 'published'``) when it knows the word.
    """
    *pieces, end = sql.split("%s")
    written, left = "", []
    for piece, (name, value) in zip(pieces, params, strict=True):
        if name is None and isinstance(value, str) and WORD.fullmatch(value):
            written += f"{piece}'{value}'"
        else:
            written += f"{piece}%s"
            left.append((name, value))
    return written + end, left


class _Asked:
    def __init__(self, question: Callable[..., QuerySet], parameters: dict[str, type], using: str):
        self.connection, self._using = connections[using], using
        marks = marks_of(parameters)
        self._queryset = question(**marks).using(using)
        self._compiler = self._queryset.query.get_compiler(using)
        self._sql, params = self._compiler.as_sql()
        places = [(self._written(mark), name) for name, mark in marks.items()]
        named = [(next((name for mark, name in places if mark == param), None), param) for param in params]
        self._sql, self._params = _with_words(self._sql, named)
        if missing := parameters.keys() - {name for name, _ in self._params}:
            raise ValueError(f"The question does not hand on {', '.join(sorted(missing))} as they are.")
        select = self._compiler.select
        self.columns = ", ".join(sql for _, (sql, _params), _alias in select)
        converters = self._compiler.get_converters([column for column, *_ in select[: self._compiler.col_count]])
        self._compiler.get_converters = lambda columns: converters  # they are always the same columns
        self._targets = [getattr(column, "target", None) for column, *_ in select]
        self.key_at = self.place_of(self._queryset.model._meta.pk.name)

    def place_of(self, field: str) -> int | None:
        """Where the model's ``field`` stands in a row; ``None`` where it does not."""
        target = self._queryset.model._meta.get_field(field)
        return self._targets.index(target) if target in self._targets else None

    def rows(self, values: dict[str, Any]) -> Rows:
        params = [self._written(values[name]) if name else param for name, param in self._params]
        with preparing_cursor(self.connection) as cursor:
            cursor.execute(self._sql, params)
            return Rows(self, cursor.fetchall())

    def made_of(self, raw: list[tuple]) -> list:
        """What the queryset's own way of making rows makes of ``raw``; in any thread."""
        compiler = copy.copy(self._compiler)
        compiler.execute_sql = lambda *args, **kwargs: [raw]
        queryset = self._queryset
        # As much of a queryset as it asks for.
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        for name in ("annotation_select", "extra_select", "values_select", "selected"):
            setattr(query, name, getattr(queryset.query, name, None))
        shell = SimpleNamespace(
            query=query, db=self._using, model=queryset.model, _known_related_objects={}, _fields=None
        )
        return list(queryset._iterable_class(shell))

    def _written(self, value: Any) -> Any:
        if isinstance(value, datetime.datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        is_ids = isinstance(value, Collection) and not isinstance(value, str)
        return as_array(value, self.connection) if is_ids else value
