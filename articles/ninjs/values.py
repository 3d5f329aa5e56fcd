"""Taking values of the expected type out of JSON that others wrote."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from articles.markup import UNPRINTABLE
from articles.plaintext import plain_text

# Moments outside of these years are slips of a machine: databases and time zones stumble over some of them.
FIRST_YEAR, LAST_YEAR = 1900, 2100
TYPE_NAMES = {
    dict: _lazy("an object"),
    list: _lazy("a list"),
    str: _lazy("a text"),
    bool: _lazy("true or false"),
    int: _lazy("a number"),
    float: _lazy("a number"),
}


class ItemRefused(ValueError):
    """The item cannot be imported; the message says why, to people."""


class Fields:
    """The properties of one JSON object.

    Names are compared without regard to case, which is how ninjs 3 differs from ninjs 2 (``versionCreated``).
    What is absent, ``null`` or blank is empty; what has the wrong type raises ``ItemRefused``.
    """

    def __init__(self, source: Any, name: str):
        if not isinstance(source, Mapping):
            raise wrong_type(name, dict, source)
        self.source = {key.lower(): value for key, value in source.items() if value is not None}

    def text(self, *names: str) -> str:
        """The first of ``names`` that has a text, on one line."""
        for name in names:
            if text := one_line(string(self.source.get(name), name)):
                return text
        return ""

    def markup(self, name: str) -> str:
        """The text under ``name`` as it stands."""
        return string(self.source.get(name), name)

    def moment(self, name: str) -> datetime.datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ItemRefused(_("“%(name)s” is no date: %(value)s.") % {"name": name, "value": text[:40]})
        # The standard asks for an offset; where it is forgotten, UTC is the custom of the wires.
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)

    def objects(self, *names: str) -> list[Fields]:
        """The objects in the first of ``names`` that is there."""
        name = next((name for name in names if name in self.source), names[0])
        found = self.source.get(name, [])
        if not isinstance(found, list):
            raise wrong_type(name, list, found)
        return [Fields(entry, name) for entry in found]

    def named_objects(self, name: str) -> list[tuple[str, Fields]]:
        """Objects with names: keys of an object in ninjs 1, a property of each in a list since ninjs 2."""
        found = self.source.get(name, [])
        if isinstance(found, Mapping):
            return [(key.lower(), Fields(value, name)) for key, value in found.items() if value is not None]
        return [(entry.text("name").lower(), entry) for entry in self.objects(name)]

    def beginning_with(self, prefix: str) -> dict[str, str]:
        """The texts whose names begin with ``prefix``, by the rest of the name, as they stand (ninjs 1)."""
        return {
            name.removeprefix(prefix): string(value, name)
            for name, value in self.source.items()
            if name.startswith(prefix)
        }


def string(value: Any, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong_type(name, str, value)
    return UNPRINTABLE.sub("", value)


def wrong_type(name: str, expected: type, value: Any) -> ItemRefused:
    words = {
        "name": name[:40],
        "expected": TYPE_NAMES[expected],
        "found": TYPE_NAMES.get(type(value), type(value).__name__),
    }
    return ItemRefused(_("“%(name)s” should be %(expected)s and is %(found)s.") % words)


def one_line(text: str) -> str:
    """``text`` on one line; references such as ``&#39;``, which wires forget in plain text, are resolved."""
    if "&" in text and ";" in text:
        text = UNPRINTABLE.sub("", unescape(text))
    return " ".join(text.split())


def without_markup(text: str, content_type: str) -> str:
    """A short text of ``content_type`` (such as ``text/html`` or ``xhtml``) as plain text on one line."""
    return one_line(plain_text(text) if "html" in content_type.lower() else text)
