"""Words as readers mean them: whatever the case, the accents of Latin and Greek letters, or the script."""

from __future__ import annotations

import re
import sys
import unicodedata

from articles.plaintext import UNSPACED

# Marks belong to the letter before them: without them, words of Hindi or Hebrew would fall into pieces.
MARKS = "".join(
    re.escape(character)
    for character in map(chr, range(min(sys.maxunicode, 0x1FFFF) + 1))
    if unicodedata.category(character) in {"Mn", "Mc"}
)
PLAIN_WORD = re.compile("[a-z0-9]+")
WORD = re.compile(f"[\\w{MARKS}]+")
ACCENTS = re.compile("([a-z\u00e6\u03b1-\u03c9])[\u0300-\u036f]+")
# What a typesetter puts between words: without it most texts in English are ASCII, and cut up several times as fast.
PUNCTUATION = dict.fromkeys(map(ord, "\u00a0\u00ab\u00bb\u2022\u2026\u202f\u2032\u2033"), " ") | dict.fromkeys(
    range(0x2010, 0x2020), " "
)
STROKES = str.maketrans(
    {"\u0111": "d", "\u0142": "l", "\u00f8": "o", "\u0127": "h", "\u0131": "i"}
)  # no accents to Unicode


def fold(text: str) -> str:
    """``text`` in the form in which words are compared: "Ångström" and "ANGSTROM" are one word.

    Case is folded and compatibility forms are unified (Unicode Standard Annex 15, NFKC). Accents go where they are
    accents, on Latin and Greek letters; elsewhere a mark makes another letter (Cyrillic и and й) and stays.
    """
    text = text.casefold()
    if text.isascii():
        return text
    text = ACCENTS.sub(r"\1", unicodedata.normalize("NFKD", text).translate(STROKES))
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(text: str) -> list[str]:
    """The folded words of ``text`` in their order; what is neither letter, digit nor mark separates them.

    Scripts without spaces (Chinese, Japanese, Thai, …): every character counts as a word, a word as a phrase of them.
    """
    if not text.isascii():
        text = text.translate(PUNCTUATION)
    text = fold(text)
    if text.isascii():
        return PLAIN_WORD.findall(text)
    return WORD.findall(UNSPACED.sub(r" \g<0> ", text.replace("_", " ")))
