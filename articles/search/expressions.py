"""What to look for, as both databases and Python understand it: phrases of tokens, joined by and, or, and not.

The same expression is asked of an index (``articles.search.postgresql``, ``articles.search.sqlite``) or of the tokens
of one document (``holds``); a property test holds that they agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand side by side in this order; with ``is_prefix`` the last one is the beginning of a token."""

    tokens: tuple[str, ...]
    is_prefix: bool = False

    @cached_property
    def needle(self) -> str:
        return f" {' '.join(self.tokens)}{'' if self.is_prefix else ' '}"

    @property
    def needles(self) -> list[str]:
        return [self.needle]

    def holds(self, text: str) -> bool:
        return self.needle in text


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Expression, ...]

    def holds(self, text: str) -> bool:
        return all(part.holds(text) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Expression, ...]

    @property
    def needles(self) -> list[str]:
        """What stands in a text that has one of the parts, which are phrases or any of some."""
        return [needle for part in self.parts for needle in part.needles]

    def holds(self, text: str) -> bool:
        return any(part.holds(text) for part in self.parts)


@dataclass(frozen=True)
class Without:
    wanted: Expression
    unwanted: Expression

    def holds(self, text: str) -> bool:
        return self.wanted.holds(text) and not self.unwanted.holds(text)


Expression = Phrase | AllOf | AnyOf | Without


def token(text: str) -> Phrase:
    return Phrase((text,))


NOTHING = token("@")  # no document has this token


def all_of(parts: Iterable[Expression]) -> Expression:
    """All of the parts. Raises ``IndexError`` without any: what would that look for?"""
    parts = tuple(parts)
    return AllOf(parts) if len(parts) > 1 else parts[0]


def any_of(parts: Iterable[Expression]) -> Expression:
    """Any of the parts, each counted once; without parts what nothing matches."""
    parts = tuple(dict.fromkeys(parts))
    return AnyOf(parts) if len(parts) > 1 else (*parts, NOTHING)[0]


def any_token(tokens: Iterable[str]) -> Expression:
    return any_of(map(token, tokens))
