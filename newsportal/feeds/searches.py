"""A search that becomes a rule of a feed."""

from __future__ import annotations

import re

from django.utils.text import Truncator

from articles.search.filters import State
from articles.search.query import Field, Query
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice

KINDS = {"topic": "topics", "tag": "tags", "author": "authors"}
LEADING_OR = re.compile(r"^(?:(?:OR|\|)(?:\s+|$))+")
NAME = re.compile(r"[^\s\"]+")


def choice_of(search: State) -> Choice:
    """What a feed has to show so that it shows what ``search`` finds, but for its days and its order.

    Nothing when there is nothing to look for. Raises ``RulesError`` for more than a rule can say.
    """
    words = LEADING_OR.sub("", search.q.strip()) if Query.parse(search.q) else ""
    if not words and len(search.groups) == 1:
        (fields,) = search.groups
        return Choice.of(**{KINDS[fields[0].kind]: [field.value for field in fields]})
    # Fields stand before the words, where no quotation mark that was left open can swallow them.
    named = [" OR ".join(map(written, group)) for group in search.groups]
    rule = " ".join(filter(None, [*named, words]))
    return Choice.of(words=[rule]) if rule else Choice()


def name_of(search: State) -> str:
    """What a feed of this search is called: its words, or else what it is filed under."""
    named = ", ".join(field.value for group in search.groups for field in group)
    return Truncator(" ".join(search.q.split()) or named).chars(Feed._meta.get_field("name").max_length)


def written(field: Field) -> str:
    """A field as readers write it into the search."""
    value = field.value.replace('"', "")
    return f"{field.kind}:{value}" if NAME.fullmatch(value) else f'{field.kind}:"{value}"'
