"""Which words of a text became which: differences that people can read, in a time that is bounded for any two texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.plaintext import UNSPACED

# Where a script sets no spaces every character is a word of its own.
WORD = re.compile(rf"{UNSPACED.pattern}|[^\W{UNSPACED.pattern[1:-1]}]+|\s+|[^\w\s]")
# Above these, texts count as wholly different: far above what a desk writes.
MOST_WORDS = 2_000
MOST_MATCHES = 60_000  # of one word here and the same one there: a text of "a b a b" would take minutes
MOST_PAIRS = 40_000
MOST_BLOCKS = 5_000
ALIKE = 0.3


@dataclass(frozen=True)
class Stretch:
    """What stood there before and what stands there after; the same, unless something has changed."""

    before: str
    after: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Pair:
    """A block before and after; ``only`` is ``"before"`` or ``"after"`` for one without a counterpart."""

    stretches: tuple[Stretch, ...]
    only: str = ""

    @property
    def is_same(self) -> bool:
        return not self.only and not any(stretch.has_changed for stretch in self.stretches)

    @property
    def before(self) -> list[tuple[str, str]]:
        """One side for itself, as (``""`` or ``"del"``, text)."""
        return [(kind, text) for kind, text in self.inline if kind != "ins"]

    @property
    def after(self) -> list[tuple[str, str]]:
        """One side for itself, as (``""`` or ``"ins"``, text)."""
        return [(kind, text) for kind, text in self.inline if kind != "del"]

    @property
    def inline(self) -> list[tuple[str, str]]:
        """Both in one line, as (``""``, ``"del"`` or ``"ins"``, text): what was taken out stands first."""
        pieces = []
        for stretch in self.stretches:
            if stretch.has_changed:
                pieces += [("del", stretch.before), ("ins", stretch.after)]
            else:
                pieces.append(("", stretch.after))
        return [(kind, text) for kind, text in pieces if text]


def compare_blocks(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """The blocks of two texts side by side, in order; blocks that became one another are compared word by word."""
    pairs = []
    first, last = _common_ends(before, after)
    pairs += map(_same, before[:first])
    inner, outer = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(inner), len(outer)) > MOST_BLOCKS or _matches(inner, outer) > MOST_MATCHES:
        pairs += [*map(_gone, inner), *map(_new, outer)]
    else:
        for kind, a, b, c, d in SequenceMatcher(None, inner, outer, autojunk=False).get_opcodes():
            if kind == "equal":
                pairs += map(_same, inner[a:b])
            else:
                pairs += _aligned(inner[a:b], outer[c:d])
    pairs += map(_same, before[len(before) - last :])
    return pairs


def compare_words(before: str, after: str) -> Pair:
    """One block before and after, word by word."""
    old, new = WORD.findall(before), WORD.findall(after)
    first, last = _common_ends(old, new)
    inner, outer = old[first : len(old) - last], new[first : len(new) - last]
    stretches = [_kept(old[:first])]
    if max(len(inner), len(outer)) > MOST_WORDS or _matches(inner, outer) > MOST_MATCHES:
        stretches.append(Stretch("".join(inner), "".join(outer)))
    else:
        # Spaces are never what two texts have in common; left in, they would make it slow as well.
        for _kind, a, b, c, d in SequenceMatcher(str.isspace, inner, outer, autojunk=False).get_opcodes():
            stretches.append(Stretch("".join(inner[a:b]), "".join(outer[c:d])))
    stretches.append(_kept(old[len(old) - last :]))
    return Pair(_joined(stretches))


def _kept(words: Sequence[str]) -> Stretch:
    text = "".join(words)
    return Stretch(text, text)


def _same(block: str) -> Pair:
    return Pair((Stretch(block, block),))


def _gone(block: str) -> Pair:
    return Pair((Stretch(block, ""),), only="before")


def _new(block: str) -> Pair:
    return Pair((Stretch("", block),), only="after")


def _common_ends(before: Sequence, after: Sequence) -> tuple[int, int]:
    """How many of the first, and of the rest how many of the last, are the same."""
    shorter = min(len(before), len(after))
    first = 0
    while first < shorter and before[first] == after[first]:
        first += 1
    last = 0
    while last < shorter - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return first, last


def _matches(before: Sequence[str], after: Sequence[str]) -> int:
    """How often something here is the same as something there; spaces do not count."""
    there = Counter(after)
    return sum(count * there[word] for word, count in Counter(before).items() if not word.isspace())


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Blocks none of which is the same: the chain of pairs that are most alike, in order."""
    if not before or not after:
        yield from map(_gone, before)
        yield from map(_new, after)
        return
    if len(before) * len(after) > MOST_PAIRS:
        pairs = range(min(len(before), len(after)))
        partners = {n: n for n in pairs}
    else:
        partners = _partners(before, after)
    here = 0
    for number, block in enumerate(before):
        partner = partners.get(number)
        if partner is None:
            yield _gone(block)
            continue
        yield from map(_new, after[here:partner])
        yield compare_words(block, after[partner])
        here = partner + 1
    yield from map(_new, after[here:])


def _partners(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Which block became which, so that the pairs are as alike as can be and stay in order."""
    old, new = [set(WORD.findall(block)) for block in before], [set(WORD.findall(block)) for block in after]
    likeness = [[_likeness(words, others) for others in new] for words in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            joined = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(joined, best[i + 1][j], best[i][j + 1])
    partners, i, j = {}, 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            partners[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return partners


def _likeness(words: set[str], others: set[str]) -> float:
    """From 0 to 1: how many of the words two blocks have in common."""
    return 2 * len(words & others) / ((len(words) + len(others)) or 1)


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Without empty stretches; changes with nothing but a space between them are one change."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if not stretch.before and not stretch.after:
            continue
        if len(joined) > 1 and stretch.has_changed and joined[-2].has_changed and joined[-1].before.isspace():
            space = joined.pop()
            before = joined.pop()
            stretch = Stretch(before.before + space.before + stretch.before, before.after + space.after + stretch.after)
        elif joined and joined[-1].has_changed == stretch.has_changed:
            before = joined.pop()
            stretch = Stretch(before.before + stretch.before, before.after + stretch.after)
        joined.append(stretch)
    return tuple(joined)
