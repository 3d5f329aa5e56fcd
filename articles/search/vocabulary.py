"""What a reader may have meant who mistyped a word: words of the site's own stories, one slip of the finger away."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from django.db import transaction
from taggit.models import Tag

from articles.models import Article, Author, VocabularyLetter, VocabularyWord
from articles.plaintext import UNSPACED, plain_text
from articles.search.query import Query
from articles.search.tokens import word_tokens
from topics.models import Topic

NEWEST_STORIES = 20_000
MOST_WORDS = 100_000
BATCH = 200
SHORTEST = 3  # letters of a word of the vocabulary
# Letters of a word that is taken for a slip: shorter ones are one letter from too many others, and around longer ones
# there is too much to ask for.
MENDED = range(4, 25)
FEWEST_STORIES = 2  # what stands in one story alone may be a slip itself
MORE_COMMON = 10  # times: so much must a word be more common to be proposed in place of another that exists
MOST_MENDED = 4  # words of one query


def collect_vocabulary(*, advance: Callable[[int], None] = lambda steps: None) -> int:
    """Make the vocabulary anew from the newest stories and from all names; returns how many words it has."""
    counts = _words_of_stories(advance)
    counts = Counter({word: count for word, count in counts.items() if count >= FEWEST_STORIES})
    for model in (Topic, Tag, Author):
        for name in model.objects.values_list("name", flat=True).iterator():
            for word in _words_in(name):
                counts.setdefault(word, 1)
    words = [VocabularyWord(word=word, stories=count) for word, count in counts.most_common(MOST_WORDS)]
    letters = [VocabularyLetter(letter=letter) for letter in sorted(set("".join(word.word for word in words)))]
    with transaction.atomic():
        for model, rows in ((VocabularyWord, words), (VocabularyLetter, letters)):
            model.objects.all().delete()
            model.objects.bulk_create(rows, batch_size=2_000)
    return len(words)


def _words_of_stories(advance: Callable[[int], None]) -> Counter[str]:
    """In how many stories each word stands. Bodies are held a batch at a time."""
    counts: Counter[str] = Counter()
    newest = list(Article.objects.published().newest_first().values_list("pk", flat=True)[:NEWEST_STORIES])
    for start in range(0, len(newest), BATCH):
        batch = newest[start : start + BATCH]
        for headline, lead, body in Article.objects.filter(pk__in=batch).values_list("headline", "lead", "body"):
            counts.update(_words_in(f"{headline} {lead} {plain_text(body)}"))
        advance(len(batch))
    return counts


def _words_in(text: str) -> set[str]:
    return {word for word in word_tokens(text) if len(word) >= SHORTEST and _is_written_in_letters(word)}


def _is_written_in_letters(word: str) -> bool:
    return not any(map(str.isdigit, word)) and not UNSPACED.search(word)


def proposal(query: Query) -> Query | None:
    """``query`` with the words mended that look mistyped; ``None`` when none does. Two queries for any of them."""
    words = [term.words for term in query.looked_for if not (term.is_exact or term.is_prefix)]
    single = dict.fromkeys(found[0] for found in words if len(found) == 1)
    typed = [word for word in single if len(word) in MENDED and _is_written_in_letters(word)][:MOST_MENDED]
    letters = VocabularyLetter.objects.values_list("letter", flat=True) if typed else []
    near = {word: set(_one_slip_away(word, _alike(letters, word))) for word in typed}
    asked = set().union(typed, *near.values())
    stories = dict(VocabularyWord.objects.filter(word__in=asked).values_list("word", "stories")) if asked else {}
    mended = query
    for word in typed:
        best = max(sorted(near[word] & stories.keys()), key=stories.__getitem__, default=None)
        if best and stories[best] > MORE_COMMON * stories.get(word, 0):
            mended = mended.with_word(word, best)
    return None if mended == query else mended


def _alike(letters: Collection[str], word: str) -> list[str]:
    """The letters that are of a script of ``word``."""
    scripts = {_script(letter) for letter in word}
    return [letter for letter in letters if _script(letter) in scripts]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _one_slip_away(word: str, letters: Collection[str]) -> Iterator[str]:
    """``word`` with a letter left out, two of them exchanged, one replaced by another, one put in."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters if letter != after[0])
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in letters)
