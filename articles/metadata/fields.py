"""The texts of one block of metadata, by the names they have here whatever they are called there."""

from __future__ import annotations

import re

from articles.markup import UNPRINTABLE

# caption, alt, agency, source, title, headline, copyright, usage, instructions, city, country and taken have one text,
# creators and keywords several.
Fields = dict[str, list[str]]

LONGEST_READ = 20_000  # characters: what is longer is no caption
MOST_VALUES = 50  # of one field
# What turns the direction of the text around it. The marks that only give a direction to their neighbours may stay.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_BREAKS = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """``text`` on one line, without characters that print nothing or turn other text around."""
    text = LINE_BREAKS.sub(" ", text[:LONGEST_READ])
    return " ".join(DIRECTIONS.sub("", UNPRINTABLE.sub("", text)).split())


def cut(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, cut after a word, with "…"."""
    if len(text) <= length:
        return text
    begin, space, _rest = text[:length].rpartition(" ")
    return (begin if space else text[: length - 1]).rstrip(" ,;:.") + "…"


def add(fields: Fields, name: str, text: str) -> None:
    """Put one more text into ``fields``, unless it says nothing or is there already."""
    text = plain(text)
    texts = fields.setdefault(name, [])
    if text and text not in texts and len(texts) < MOST_VALUES:
        texts.append(text)
