"""What a reader wants to see and what not: plain data, the same in a cookie, in the database and in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from articles.search.query import Query

KINDS = ("topics", "tags", "authors", "words")
MOST_RULES = 100
LONGEST = 200  # characters: of a search, and more than of the longest slug
QUOTED = re.compile('["“„«][^"“”„«»]*["”“»]')


class RulesError(ValueError):
    """Rules that cannot be kept; the message tells a person what to change."""


@dataclass(frozen=True)
class Choice:
    """One side of a feed: slugs of topics, tags and authors, and words as the reader would write them into the search.

    Each value stands once, in the order in which it was chosen.
    """

    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, **values: Iterable[str]) -> Choice:
        """A choice without what is empty, too long for a name, said twice, or no word. Raises ``RulesError``."""
        return cls(**{kind: _tidied(kind, values.get(kind, ())) for kind in KINDS})

    def __len__(self) -> int:
        return sum(len(getattr(self, kind)) for kind in KINDS)

    def __or__(self, other: Choice) -> Choice:
        return Choice(**{k: tuple(dict.fromkeys((*getattr(self, k), *getattr(other, k)))) for k in KINDS})

    def __sub__(self, other: Choice) -> Choice:
        return Choice(**{k: tuple(v for v in getattr(self, k) if v not in getattr(other, k)) for k in KINDS})

    def __and__(self, other: Choice) -> Choice:
        return Choice(**{k: tuple(v for v in getattr(self, k) if v in getattr(other, k)) for k in KINDS})

    def as_data(self) -> dict[str, list[str]]:
        return {kind: list(getattr(self, kind)) for kind in KINDS if getattr(self, kind)}


@dataclass(frozen=True)
class Rules:
    """A feed shows what any rule of ``include`` asks for, and of that nothing a rule of ``mute`` names.

    Without a rule to include, it shows all news but what is muted; without any rule it shows nothing yet.
    """

    include: Choice = Choice()
    mute: Choice = Choice()

    def __len__(self) -> int:
        return len(self.include) + len(self.mute)

    def including(self, choice: Choice) -> Rules:
        """These rules and ``choice`` among what is shown; what was muted of it no longer is."""
        return replace(self, include=self.include | choice, mute=self.mute - choice)

    def muting(self, choice: Choice) -> Rules:
        """These rules and ``choice`` among what is muted; what was followed of it no longer is."""
        return replace(self, include=self.include - choice, mute=self.mute | choice)

    def without(self, choice: Choice) -> Rules:
        """These rules without a word on ``choice``."""
        return Rules(self.include - choice, self.mute - choice)

    def checked(self) -> Rules:
        """These rules. Raises ``RulesError`` when they are more than a feed holds, or contradict one another."""
        if len(self) > MOST_RULES:
            raise RulesError(_("A feed holds up to %d rules: take some out.") % MOST_RULES)
        if both := self.include & self.mute:
            named = next(value for kind in KINDS for value in getattr(both, kind))
            raise RulesError(_("“%s” is both followed and muted: decide for one.") % named)
        return self

    def as_data(self) -> dict[str, dict[str, list[str]]]:
        """Dictionaries and lists for JSON, without empty ones: ``{"include": {"topics": ["world"]}}``."""
        sides = {"include": self.include.as_data(), "mute": self.mute.as_data()}
        return {side: choice for side, choice in sides.items() if choice}

    @classmethod
    def from_data(cls, data: Any) -> Rules:
        """What ``as_data`` wrote, from wherever it comes. Raises ``RulesError`` for anything else."""
        if not isinstance(data, dict) or not all(isinstance(data.get(side, {}), dict) for side in ("include", "mute")):
            raise RulesError(_("These are no rules of a feed."))
        include, mute = (_choice_from(data.get(side, {})) for side in ("include", "mute"))
        return cls(include, mute).checked()


def quoted(written: str) -> str:
    """Words of a rule between quotation marks, as people are told of them; a phrase does not get a second pair."""
    return _("“%s”") % (written[1:-1] if QUOTED.fullmatch(written) else written)


def _choice_from(data: dict[str, Any]) -> Choice:
    for kind in KINDS:
        values = data.get(kind, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise RulesError(_("“%s” is not a list of texts.") % kind)
    return Choice.of(**{kind: data.get(kind, []) for kind in KINDS})


def _tidied(kind: str, values: Iterable[str]) -> tuple[str, ...]:
    tidied = dict.fromkeys(" ".join(value.split()) for value in values if "\x00" not in value)
    tidied.pop("", None)
    for value in tidied:
        if len(value) > LONGEST:
            raise RulesError(
                _("“%(beginning)s…” is longer than %(most)d characters.") % {"beginning": value[:40], "most": LONGEST}
            )
        if kind == "words" and not Query.parse(value):
            raise RulesError(_("“%s” says nothing to look for.") % value)
    return tuple(tidied)
