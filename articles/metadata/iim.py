"""IPTC-IIM, version 4: what news agencies have written into files since 1991 (https://www.iptc.org/std/IIM/4.2/).

A block is a row of data sets: 0x1C, the number of a record, that of a data set, the length in two bytes, the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from articles.metadata.fields import Fields, add

MARKER = 0x1C
ENVELOPE, APPLICATION = 1, 2  # records
CHARACTER_SET = 90
HEADER = 5  # bytes
EXTENDED = 0x8000  # of a longer text: the other bits say in how many bytes its length is given

NAMES = {
    5: "title",
    25: "keywords",
    40: "instructions",
    55: "taken",
    80: "creators",
    90: "city",
    101: "country",
    105: "headline",
    110: "agency",
    115: "source",
    116: "copyright",
    120: "caption",
}
# Escape sequences of ISO 2022, as data set 1:90 has them: UTF-8 in its four forms, and Latin 1 as either half.
UTF_8 = {b"\x1b%G", b"\x1b%/G", b"\x1b%/H", b"\x1b%/I"}
LATIN_1 = {b"\x1b.A", b"\x1b-A"}


def read_iim(block: bytes) -> Fields:
    """The fields of a block; of a damaged one those that stand before the damage."""
    sets = list(_data_sets(block))
    declared = next((data for record, number, data in sets if (record, number) == (ENVELOPE, CHARACTER_SET)), b"")
    fields: Fields = {}
    for record, number, data in sets:
        if record == APPLICATION and number in NAMES:
            add(fields, NAMES[number], _decoded(data, declared))
    return fields


def _data_sets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + HEADER <= len(block) and block[position] == MARKER:
        record, number = block[position + 1], block[position + 2]
        length = int.from_bytes(block[position + 3 : position + HEADER], "big")
        position += HEADER
        if length & EXTENDED:
            digits = length & ~EXTENDED
            length = int.from_bytes(block[position : position + digits], "big")
            position += digits
        if position + length > len(block):
            return
        yield record, number, block[position : position + length]
        position += length


def _decoded(data: bytes, declared: bytes) -> str:
    if declared in UTF_8:
        return data.decode("utf-8", "replace")
    if declared not in LATIN_1:
        # Many programs write UTF-8 and forget to say so. Text of another kind is hardly ever valid UTF-8.
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("cp1252")  # Latin 1, and the quotation marks and dashes Windows puts beside it
    except UnicodeDecodeError:
        return data.decode("latin-1")
