"""Showing where a search found what it found: headlines and a piece of the text with the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from articles.plaintext import UNSPACED, plain_text
from articles.search.query import Words
from articles.search.stems import stem
from articles.search.tokens import BARRIER, LONGEST_WORD, word_tokens
from articles.words import MARKS, PLAIN_WORD, PUNCTUATION

OPENS, CLOSES = format_html("<{}>", "mark"), format_html("</{}>", "mark")
SNIPPET = 240  # characters
BEFORE_THE_WORD = 60
MOST_LOOKED_THROUGH = 40_000  # characters of a body
BETWEEN_PLAIN_WORDS = r"[^a-z0-9\n]+"
# A word where it stands in a text, found before ``word_tokens`` folds it; or the end of a paragraph.
WRITTEN_WORD = re.compile(f"\n|[^\\W_][\\w{MARKS}]*")
# Of scripts without spaces a character, with its marks, is a word.
PIECE = re.compile(f"{UNSPACED.pattern}[{MARKS}]*|[^_{UNSPACED.pattern[1:-1]}]+")

Span = tuple[int, int]


class Highlighter:
    """Marks in texts what the terms of a query look for, in any of the languages of ``algorithms``."""

    def __init__(self, terms: Iterable[Words], algorithms: Sequence[str]):
        terms, self.algorithms = list(terms), tuple(algorithms)
        self.phrases: list[tuple[str, ...]] = []
        self.prefixes: tuple[str, ...] = ()
        self.words: set[str] = set()
        self.stems: set[str] = set()
        self._plain_phrases: list[re.Pattern] = []
        self._looks_for_words = any(term.is_prefix or len(term.words) == 1 for term in terms)
        # Texts say the same words again and again.
        self._seen: set[str] = set()
        self._marked: set[str] = set()
        for term in terms:
            if term.is_prefix:
                self.prefixes += term.words
            elif len(term.words) > 1:
                self.phrases.append(term.words)
                self._plain_phrases.append(_plain_phrase(term.words))
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
        # One character for another: places stay.
        plain = (text if text.isascii() else text.translate(PUNCTUATION)).lower()
        # What is ASCII is looked through many times as fast.
        return _joined(self._plain_spans(plain) if plain.isascii() else self._spans(text))

    def _plain_spans(self, text: str) -> Iterable[Span]:
        for word in self._marked_among(set(PLAIN_WORD.findall(text))) if self._looks_for_words else ():
            yield from _places(word, text)
        for words, pattern in zip(self.phrases, self._plain_phrases, strict=True):
            yield from _places_of_phrase(words[0], pattern, text)

    def _spans(self, text: str) -> Iterable[Span]:
        places = list(_words_with_places(text))
        words = [word for word, *_ in places]
        marked = self._marked_among(set(words))
        yield from ((start, stop) for word, start, stop in places if word in marked)
        for phrase in self.phrases:
            length = len(phrase)
            for at in range(len(words) - length + 1):
                if tuple(words[at : at + length]) == phrase:
                    yield places[at][1], places[at + length - 1][2]

    def _marked_among(self, words: set[str]) -> set[str]:
        unseen = words - self._seen
        self._seen |= unseen
        self._marked |= self._matching(unseen)
        return words & self._marked

    def _matching(self, words: set[str]) -> set[str]:
        cut = ((word, word[:LONGEST_WORD]) for word in words)
        found = {word for word, known in cut if known in self.words or known.startswith(self.prefixes)}
        for algorithm in self.algorithms if self.stems else ():
            found |= {word for word in words if stem(word[:LONGEST_WORD], algorithm) in self.stems}
        return found


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """``text`` escaped, with ``<mark>`` around the spans; they are in order and do not overlap."""
    html, end = escape(""), 0
    for start, stop in spans:
        html += escape(text[end:start]) + OPENS + escape(text[start:stop]) + CLOSES
        end = stop
    return html + escape(text[end:])


def _plain_phrase(words: Sequence[str]) -> re.Pattern:
    """Matches the phrase in lower-case ASCII, where its first word begins."""
    longest = [f"{word}[a-z0-9]*" if len(word) == LONGEST_WORD else word for word in map(re.escape, words)]
    return re.compile(f"{BETWEEN_PLAIN_WORDS.join(longest)}(?![a-z0-9])")


def _places_of_phrase(first: str, pattern: re.Pattern, text: str) -> Iterable[Span]:
    """Where the phrase stands in lower-case ASCII, also where two of it overlap."""
    start = text.find(first)  # many times as fast as the pattern
    while start != -1:
        if not (start and text[start - 1].isalnum()) and (found := pattern.match(text, start)):
            yield found.span()
        start = text.find(first, start + 1)


def _places(word: str, text: str) -> Iterable[Span]:
    """Where the word stands in lower-case ASCII by itself, not in another one."""
    start = text.find(word)
    while start != -1:
        stop = start + len(word)
        if not (start and text[start - 1].isalnum()) and not text[stop : stop + 1].isalnum():
            yield start, stop
        start = text.find(word, stop)


def _words_with_places(text: str) -> Iterable[tuple[str, int, int]]:
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
