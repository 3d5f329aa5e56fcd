"""Showing where a search found what it found: headlines and a piece of the text with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.plaintext import UNSPACED, plain_text
from articles.search.query import Words
from articles.search.stems import stem
from articles.search.tokens import BARRIER, LONGEST_WORD, word_tokens
from articles.words import MARKS, PUNCTUATION

SNIPPET = 240  # characters
BEFORE_THE_WORD = 60
MOST_LOOKED_THROUGH = 40_000  # characters of a body
# A word where it stands in a text, found before ``word_tokens`` folds it; or the end of a paragraph.
PLAIN_WRITTEN_WORD = re.compile("\n|[A-Za-z0-9]+")  # many times as fast, for what is ASCII
WRITTEN_WORD = re.compile(f"\n|[^\\W_][\\w{MARKS}]*")
# Of scripts without spaces a character, with its marks, is a word.
PIECE = re.compile(f"{UNSPACED.pattern}[{MARKS}]*|[^_{UNSPACED.pattern[1:-1]}]+")

Span = tuple[int, int]


class Highlighter:
    """Marks in texts what the terms of a query look for, in any of the languages of ``algorithms``."""

    def __init__(self, terms: Iterable[Words], algorithms: Sequence[str]):
        self.algorithms = tuple(algorithms)
        self.phrases: list[tuple[str, ...]] = []
        self.prefixes: list[str] = []
        self.words: set[str] = set()
        self.stems: set[str] = set()
        self._known: dict[str, bool] = {}  # texts say the same words again and again
        for term in terms:
            if term.is_prefix:
                self.prefixes.append(term.words[0])
            elif len(term.words) > 1:
                self.phrases.append(term.words)
            else:
                self.words.add(term.words[0])
                if not term.is_exact:
                    self.stems |= {stem(term.words[0], algorithm) for algorithm in self.algorithms}

    def headline(self, text: str) -> SafeString:
        """``text`` as HTML, with what was looked for in ``<mark>``."""
        return marked(text, self.spans(text))

    def snippet(self, html: str) -> SafeString | None:
        """A piece of a body around the first thing that was looked for, as HTML; ``None`` when nothing is in it."""
        text = plain_text(html)[:MOST_LOOKED_THROUGH]
        spans = self.spans(text)
        if not spans:
            return None
        text = text.replace("\n", " ")
        start, stop = _piece(text, _richest_place([start for start, _ in spans]))
        inside = [(max(a, start) - start, min(b, stop) - start) for a, b in spans if a < stop and b > start]
        before, after = "… " if start else "", " …" if stop < len(text) else ""
        return format_html("{}{}{}", before, marked(text[start:stop], inside), after)

    def spans(self, text: str) -> list[Span]:
        """Where in ``text`` the things that were looked for stand, in order, without overlaps."""
        places = list(_words_with_places(text))
        known = self._known
        for word in {word for word, *_ in places} - known.keys():
            known[word] = self._matches(word)
        found: list[Span] = [(start, stop) for word, start, stop in places if known[word]]
        words = [word for word, *_ in places]
        for phrase in self.phrases:
            length = len(phrase)
            found += [
                (places[at][1], places[at + length - 1][2])
                for at in range(len(words) - length + 1)
                if tuple(words[at : at + length]) == phrase
            ]
        return _joined(found)

    def _matches(self, word: str) -> bool:
        if word in self.words or any(map(word.startswith, self.prefixes)):
            return True
        return bool(self.stems) and any(stem(word, algorithm) in self.stems for algorithm in self.algorithms)


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """``text`` escaped, with ``<mark>`` around the spans; they are in order and do not overlap."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [text[end:start], format_html("<mark>{}</mark>", text[start:stop])]
        end = stop
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[end:]]))


def _words_with_places(text: str) -> Iterable[tuple[str, int, int]]:
    plain = text.translate(PUNCTUATION)  # one character for another: places stay
    if plain.isascii():
        for found in PLAIN_WRITTEN_WORD.finditer(plain):
            yield found[0].lower()[:LONGEST_WORD] if found[0] != "\n" else BARRIER, *found.span()
        return
    for found in WRITTEN_WORD.finditer(text):
        if found[0] == "\n":
            yield BARRIER, *found.span()
            continue
        for piece in PIECE.finditer(found[0]):
            # Folding can make several tokens of one letter, such as "½": they stand at one place.
            for token in _tokens(piece[0]):
                yield token, found.start() + piece.start(), found.start() + piece.end()


@lru_cache(maxsize=50_000)
def _tokens(word: str) -> tuple[str, ...]:
    return tuple(word_tokens(word))


def _richest_place(starts: Sequence[int]) -> int:
    """The first of the ordered ``starts`` around which a piece would show most of them: they tell more together."""

    def shown(start: int) -> int:
        begin = start - BEFORE_THE_WORD
        return bisect_left(starts, begin + SNIPPET) - bisect_left(starts, begin)

    return max(starts, key=shown)


def _piece(text: str, place: int) -> Span:
    """A stretch of ``text`` of whole words around ``place``, where it can begin at a word."""
    start = max(0, place - BEFORE_THE_WORD)
    if start:
        space = text.find(" ", start, place)
        start = space + 1 if space != -1 else place
    stop = min(len(text), start + SNIPPET)
    if stop < len(text):
        space = text.rfind(" ", place + 1, stop)
        stop = space if space > place else stop
    return start, stop


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, stop in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
