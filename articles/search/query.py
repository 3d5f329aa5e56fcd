"""The language of the search field, which readers know from elsewhere.

``harbour budget`` finds stories with both words, in any of their forms. ``"harbour budget"`` finds the words as they
stand, ``harbour OR port`` either of two, ``-football`` none with the word, ``organi*`` words that begin so.
``topic:world``, ``author:"Ada Reed"`` and ``tag:grain`` (or ``-topic:world``) say what a story is filed under, by slug
or by name. Whatever else is typed is read as words or passed over: no text is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from articles.plaintext import UNSPACED
from articles.search.expressions import NOTHING, Expression, Phrase, Without, all_of, any_of, token
from articles.search.tokens import STEM, stem_token, word_tokens
from articles.words import fold

LONGEST_QUERY = 200  # characters
MOST_TERMS = 32
SHORTEST_PREFIX = 3  # letters: fewer are the beginning of everything
FIELDS = ("topic", "author", "tag")
OR = {"OR", "|"}

# A term: an optional minus, an optional field, then something in quotation marks or up to the next space.
TERM = re.compile(
    r"""(?P<minus>[-\u2212\u2013\u2014](?=\S))?
        (?:(?P<field>topic|author|tag):(?=\S))?
        (?:["\u201c\u201d\u201e\u00ab\u00bb](?P<quoted>[^"\u201c\u201d\u201e\u00ab\u00bb]*)["\u201c\u201d\u00ab\u00bb]?
        |(?P<bare>\S+))""",
    re.VERBOSE | re.IGNORECASE,
)

Resolve = Callable[["Field"], Expression | None]


@dataclass(frozen=True)
class Words:
    """Words to look for. ``is_exact``: as they stand and side by side; ``is_prefix``: the beginning of a word."""

    words: tuple[str, ...]
    is_exact: bool = False
    is_prefix: bool = False

    def expression(self, algorithms: Iterable[str]) -> Expression:
        if self.is_exact or self.is_prefix or len(self.words) > 1:
            return Phrase(self.words, is_prefix=self.is_prefix)
        # A word finds all words of its stem: those that have it (=stem) and the one that is it.
        (word,) = self.words
        forms = [word]
        for algorithm in algorithms:
            if found := stem_token(word, algorithm):
                forms += [found, found.removeprefix(STEM)]
            else:
                forms.append(STEM + word)
        return any_of(map(token, forms))


@dataclass(frozen=True)
class Field:
    """What a story is to be filed under: ``value`` is a slug or a name as it was typed, ``kind`` one of ``FIELDS``."""

    kind: str
    value: str


Term = Words | Field


@dataclass(frozen=True)
class Query:
    """``groups``: of each a story has one term at least; ``excluded``: it has none of these.

    ``was_cut`` says that there was more in it than a query can hold.
    """

    written: str
    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    was_cut: bool = False

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read what somebody typed. Never fails; see the module for the language."""
        # No database takes NUL or half a pair of surrogates.
        written = " ".join(text.replace("\x00", " ").encode("utf-8", "replace").decode().split())
        kept = written[:LONGEST_QUERY]
        groups: list[list[Term]] = []
        excluded: list[Term] = []
        is_alternative, count = False, 0
        for found in TERM.finditer(kept):
            if found[0] in OR:
                is_alternative = bool(groups)
                continue
            term = _term(found)
            if term is None:
                continue
            count += 1
            if count > MOST_TERMS:
                break
            if found["minus"]:
                excluded.append(term)
            elif is_alternative:
                groups[-1].append(term)
            else:
                groups.append([term])
            is_alternative = False
        return cls(kept, tuple(map(tuple, groups)), tuple(excluded), kept != written or count > MOST_TERMS)

    def __bool__(self) -> bool:
        """There is something to look for."""
        return bool(self.groups)

    @property
    def asks_for(self) -> tuple:
        """Equal for queries that find the same because they say the same, however it is written."""
        return self.groups, self.excluded

    @property
    def fields(self) -> list[Field]:
        """Everything of the query that names a topic, an author or a tag."""
        return [term for term in (*self._wanted(), *self.excluded) if isinstance(term, Field)]

    @property
    def idle_stars(self) -> list[str]:
        """What was typed with a star that says nothing: behind too few letters, or behind several words; each once."""
        typed = (found for found in TERM.finditer(self.written) if (found["bare"] or "").endswith("*"))
        idle = (found[0] for found in typed if isinstance(term := _term(found), Words) and _is_idle_star(term))
        return list(dict.fromkeys(idle))

    @property
    def looked_for(self) -> list[Words]:
        """The words it asks for: what is marked in texts that it finds."""
        return [term for term in self._wanted() if isinstance(term, Words)]

    def spoken_expression(self, algorithms: Iterable[str]) -> Expression | None:
        """The words alone, any of them: what a text is ranked by. ``None`` when the query asks for no words."""
        words = [term.expression(algorithms) for term in self.looked_for]
        return any_of(words) if words else None

    def expression(self, algorithms: Iterable[str], resolve: Resolve) -> Expression:
        """What the query looks for in stories in the languages of ``algorithms`` (``articles.search.stems``).

        ``resolve`` says what a field stands for, ``None`` for a name nobody has: such a term finds nothing, and
        excludes nothing. Raises ``IndexError`` for a query that looks for nothing.
        """

        def ask(term: Term) -> Expression:
            return term.expression(algorithms) if isinstance(term, Words) else (resolve(term) or NOTHING)

        wanted = all_of(any_of(map(ask, group)) for group in self.groups)
        return Without(wanted, any_of(map(ask, self.excluded))) if self.excluded else wanted

    def with_word(self, old: str, new: str) -> Query:
        """The query with one of the words it looks for written in another way."""

        def changed(term: Term) -> Term:
            return replace(term, words=(new,)) if isinstance(term, Words) and term.words == (old,) else term

        def rewritten(found: re.Match) -> str:
            term = None if found[0] in OR or found["minus"] else _term(found)
            if term is None or changed(term) == term:
                return found[0]
            if found["bare"] is None:
                return f'"{new}"'
            return f"{new}*" if term.is_prefix else new

        groups = tuple(tuple(map(changed, group)) for group in self.groups)
        return replace(self, written=TERM.sub(rewritten, self.written), groups=groups)

    def _wanted(self) -> Iterator[Term]:
        return (term for group in self.groups for term in group)


def _term(found: re.Match) -> Term | None:
    quoted, bare = found["quoted"], found["bare"]
    if found["field"]:
        value = (quoted if bare is None else bare).strip(" \"'.,;")
        return Field(found["field"].lower(), value) if value else None
    if bare is None:
        words = word_tokens(quoted)
        return Words(tuple(words), is_exact=True) if words else None
    words = word_tokens(bare)
    if not words:
        return None
    is_prefix = (
        bare.endswith("*") and len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX and not UNSPACED.search(fold(bare))
    )
    return Words(tuple(words), is_prefix=is_prefix)


def _is_idle_star(term: Words) -> bool:
    # In scripts without spaces every word is found by its beginning anyway.
    return not term.is_prefix and not UNSPACED.search("".join(term.words))
