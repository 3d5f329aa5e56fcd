"""Components that were rendered, remembered by all that decides what they look like.

So nothing has to be told when a story changes: it is another key. What a component shows must be in the values it is
given, or follow from them, the reader's zone and the site's settings; a component that asks the database or the clock
cannot be remembered.
"""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections import OrderedDict
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from topics.kept import Lasting
from topics.prepared import Rows

MOST_CHARACTERS = 1_500_000  # which take four times as much memory, as most of them stand in small texts
JSON = {list, dict}
PLAIN = (str, int, float, Decimal, datetime.date, type(None))


class Unfit(TypeError):
    """A value of which nobody can say what it shows."""


def fingerprint(value: Any) -> Hashable:
    """Equal for two values that look the same in every template. Raises ``Unfit`` where that cannot be said."""
    if isinstance(value, PLAIN):
        # True == 1 == 1.0, and a text is not the same as one that is safe; templates print them differently.
        return value if type(value) is str else (type(value), value)
    if isinstance(value, Model):
        return _of_model(value)
    if isinstance(value, Rows):  # as they came from the database: nobody has made instances of them yet
        return (Rows, value.columns, *value.raw)
    if type(value) is Lasting:
        known = value.__dict__
        if "looks" not in known:
            known["looks"] = (tuple, *map(fingerprint, value))
        return known["looks"]
    if isinstance(value, list | tuple):
        return (type(value), *map(fingerprint, value))
    if isinstance(value, Promise):
        return fingerprint(str(value))
    if dataclasses.is_dataclass(value):
        return (type(value), *(fingerprint(getattr(value, field.name)) for field in dataclasses.fields(value)))
    raise Unfit(type(value))


def _of_model(row: Model) -> Hashable:
    """By all its columns that were read, and the rows that came along with it."""
    columns, rows = row.__dict__, row._state.fields_cache
    # JSON of a column is told by its text: all of it comes from one and the same row. Written for speed: a page asks
    # this of each of its cards.
    values = [repr(v) if type(v) in JSON else v for name, v in columns.items() if name[0] != "_"]
    related = [None if other is None else _of_model(other) for other in rows.values()]
    return (type(row), tuple(columns), tuple(values), tuple(rows), tuple(related))


def _characters_of(key: Hashable) -> int:
    """How long the texts in a key are together, roughly."""
    if isinstance(key, tuple):
        return sum(map(_characters_of, key))
    return len(key) if isinstance(key, str) else 8


class Rendered:
    """What was rendered, by key: so many characters at most, with those of the keys; those that were asked for longest
    ago go first."""

    def __init__(self, most_characters: int = MOST_CHARACTERS):
        self._most, self._characters = most_characters, 0
        self._texts: OrderedDict[Hashable, tuple[str, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> str | None:
        with self._lock:
            if found := self._texts.get(key):
                self._texts.move_to_end(key)
                return found[0]
            return None

    def put(self, key: Hashable, text: str) -> None:
        characters = len(text) + _characters_of(key)
        with self._lock:
            self._characters += characters - self._texts.pop(key, ("", 0))[1]
            self._texts[key] = text, characters
            while self._characters > self._most:
                _, (_, oldest) = self._texts.popitem(last=False)
                self._characters -= oldest


rendered = Rendered()
