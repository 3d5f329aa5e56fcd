"""Words for invented articles. They mean little, but occur as often as words do: a few always, most hardly ever."""

from __future__ import annotations

import random
from collections.abc import Iterator

SECTIONS = (
    "World Politics Economy Business Science Technology Health Culture Sport Environment Education Travel".split()
)
CITIES = (
    "Ardenmouth Belhaven Corvale Dunmere Eastwick Farrowby Glenport Hartsea Ilmenau Jorvik Kestrel Lindholm "
    "Marrow Norrby Ostrava Pellworm Quayside Rothsay Stavern Tarbert Ulverton Visby Westray Yarrow"
).split()
GIVEN_NAMES = (
    "Ada Bruno Clara Dmitri Elena Farid Greta Hugo Ines Jonas Kaya Leon Mira Nils Olga Pavel Rosa Stefan Tara Viktor"
).split()
FAMILY_NAMES = (
    "Adler Brandt Castro Duarte Eriksen Ferris Gruber Hollis Ivanov Jensen Kovac Larsen Moreau Novak Okafor Petrov "
    "Quinn Reyes Sandoval Tanaka"
).split()

WHO = (
    "council ministry harbour board union court museum university hospital parliament airline bank team orchestra "
    "laboratory port railway city region commission"
).split()
DOES = (
    "approves delays reviews opens closes defends expands cancels explains questions restores inspects presents "
    "postpones extends"
).split()
HOW = (
    "new second disputed costly quiet joint early regional open final urgent northern public long-awaited temporary"
).split()
WHAT = (
    "budget bridge treaty survey timetable vaccine exhibition tunnel tariff harvest satellite reform archive stadium "
    "pipeline census festival licence reservoir loan"
).split()
WHY = (
    "after flood, before winter, despite warnings, amid talks, for third time, without debate, as prices fall, "
    "after long night, under pressure, in first vote"
).split(", ")
FIELDS = (
    "harbour climate railway grain energy housing labour river border museum budget forest tax school hospital fishing "
    "mining data space ice"
).split()
MATTERS = (
    "policy research trade law history safety prices reform workers records planning markets services disputes "
    "technology"
).split()

# The words every text is full of, most frequent first; invented ones follow them.
EVERYDAY = (
    "the of and to in a that was for on is with as it by at from be said this not are or have has its had they an "
    "which will one their would there been more who were also year after new than about over last when into two some "
    "first time could people other only under between before years most city during against since government three "
    "because through while week report percent month state public week company group number part work police market "
    "members plan official country second water morning minister price court power night road school local area today"
).split()
INVENTED_WORDS = 8_000
SYLLABLES = tuple(
    start + vowel for start in "b br d dr f g gl h k l m n p pr r s st t tr v".split() for vowel in "aeiou"
)
ENDINGS = ("", "n", "r", "l", "s", "nd", "rt")
# Drawing from a long list in which frequent words repeat is many times cheaper than drawing by weight.
DRAWING_LIST = 65_536


class Vocabulary:
    """Draws words, sentences and headlines from ``dice``; what it draws depends on nothing else."""

    def __init__(self, seed: int):
        # The words themselves come from dice of their own: an archive of another size speaks the same language.
        dice = random.Random(f"{seed} words")
        words = dict.fromkeys(EVERYDAY)
        while len(words) < len(EVERYDAY) + INVENTED_WORDS:
            syllables = dice.choices(SYLLABLES, k=dice.choice((2, 2, 3, 3, 4)))
            words["".join(syllables) + dice.choice(ENDINGS)] = None
        self.words = list(words)
        # Zipf's law: the word of rank r comes 1/r times as often as the first. Every word comes at least once.
        share = DRAWING_LIST / sum(1 / rank for rank in range(3, len(self.words) + 3))
        self._drawing = [word for rank, word in enumerate(self.words, 3) for _ in range(max(1, round(share / rank)))]

    @property
    def invented(self) -> list[str]:
        return self.words[len(set(EVERYDAY)) :]

    def paragraph(self, dice: random.Random, words: int) -> str:
        """Plain sentences of about a dozen words, ``words`` in all."""
        drawn = dice.choices(self._drawing, k=words)
        return " ".join(
            sentence[0].capitalize() + " " + " ".join(sentence[1:]) + "." for sentence in self._cut(drawn, dice)
        )

    @staticmethod
    def _cut(words: list[str], dice: random.Random) -> Iterator[list[str]]:
        start = 0
        while start < len(words):
            end = start + 8 + int(dice.random() * 9)
            if len(words) - end < 4:  # no stub of a sentence at the end
                end = len(words)
            yield words[start:end]
            start = end

    def headline(self, dice: random.Random) -> str:
        city, who, does, how, what, why = (dice.choice(words) for words in (CITIES, WHO, DOES, HOW, WHAT, WHY))
        return f"{city} {who} {does} {how} {what} {why}"

    def topic_names(self) -> Iterator[str]:
        """Different names for topics: the sections' first, then as many as there are combinations."""
        yield from SECTIONS
        for shift in range(len(FIELDS)):
            for place, matter in enumerate(MATTERS):
                yield f"{FIELDS[(shift + place) % len(FIELDS)].capitalize()} {matter}"

    def author_names(self) -> Iterator[str]:
        """Different names: every given name with every family name."""
        for shift in range(len(FAMILY_NAMES)):
            for place, given in enumerate(GIVEN_NAMES):
                yield f"{given} {FAMILY_NAMES[(place + shift) % len(FAMILY_NAMES)]}"
