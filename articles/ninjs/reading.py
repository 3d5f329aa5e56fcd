"""Files of ninjs: one item, a JSON array of items, or an item a line, plain or gzip. The content tells which."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

GZIP_MAGIC = b"\x1f\x8b"
MAX_LINE = 16 * 1024 * 1024  # far beyond any story; a longer line is no item a line
MAX_DOCUMENT = 256 * 1024 * 1024  # a file that is one JSON value is held in memory


@dataclass(frozen=True)
class Entry:
    """One JSON value of a file, or what kept it from being read.

    ``place`` is for people ("wire.jsonl:12"); ``folder`` holds the file and the pictures that belong to it.
    ``is_file`` says that ``problem`` is the file's, and that nothing more can be read from it.
    """

    place: str
    folder: Path
    value: Any = None
    problem: str = ""
    is_file: bool = False


def read_entries(path: Path) -> Iterator[Entry]:
    """The values in the file at ``path``, one after the other; raises nothing.

    An item a line is read line by line, whatever the size of the file.
    """
    folder = path.parent
    try:
        with _opened(path) as file:
            first = _first_line(file)
            if not first.strip():
                yield Entry(path.name, folder, problem=_("The file is empty."), is_file=True)
            elif isinstance(_value(first), dict):
                yield from _lines(file, path)
            else:
                yield from _document(file, path)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = _("The file cannot be read (%(reason)s).") % {"reason": reason}
        yield Entry(path.name, folder, problem=problem, is_file=True)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield unpacked


def _first_line(file: BinaryIO) -> bytes:
    """The first line that is not blank; the file stands at its beginning afterwards."""
    line = file.readline(MAX_LINE)
    while line and not line.strip():
        line = file.readline(MAX_LINE)
    file.seek(0)
    return line


def _value(text: bytes) -> Any:
    """The JSON in ``text``; ``None`` when it is none."""
    try:
        return _parsed(text)
    except ValueError:
        return None


def _parsed(text: bytes) -> Any:
    """The JSON in ``text``. Raises ``ValueError`` with a message for people."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError(_("The JSON is nested too deeply.")) from None
    except UnicodeDecodeError:
        raise ValueError(_("The text is not UTF-8.")) from None
    except json.JSONDecodeError as error:
        where = {"reason": error.msg, "line": error.lineno, "column": error.colno}
        raise ValueError(_("The JSON is broken in line %(line)s, column %(column)s (%(reason)s).") % where) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(_("“%(name)s” is not JSON.") % {"name": name})


def _lines(file: BinaryIO, path: Path) -> Iterator[Entry]:
    number, continues = 0, False
    while line := file.readline(MAX_LINE):
        begins = not continues
        continues = not line.endswith(b"\n")
        number += begins
        if not begins or not line.strip():
            continue
        place = f"{path.name}:{number}"
        if continues and len(line) == MAX_LINE:
            yield Entry(place, path.parent, problem=_("The line is too long for an item."))
            continue
        try:
            yield Entry(place, path.parent, value=_parsed(line))
        except ValueError as error:
            yield Entry(place, path.parent, problem=str(error))


def _document(file: BinaryIO, path: Path) -> Iterator[Entry]:
    text = file.read(MAX_DOCUMENT + 1)
    try:
        if len(text) > MAX_DOCUMENT:
            raise ValueError(_("The file is too large for one JSON value: put an item on each line."))
        value = _parsed(text)
    except ValueError as error:
        if any(isinstance(_value(line), dict) and b'"uri"' in line for line in text.split(b"\n", 100)[:100]):
            file.seek(0)  # an item a line after all, of which the first is broken
            yield from _lines(file, path)
        else:
            yield Entry(path.name, path.parent, problem=str(error), is_file=True)
        return
    if not isinstance(value, list):
        yield Entry(path.name, path.parent, value=value)
        return
    for number, item in enumerate(value, start=1):
        place = _("%(file)s, item %(number)s") % {"file": path.name, "number": number}
        yield Entry(place, path.parent, value=item)
