"""The words of an HTML text, without the HTML."""

import re

from articles.elements import INLINE
from articles.markup import Text, read_markup

# Thai, Lao, Burmese, Khmer, Japanese and Chinese set no spaces between words.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
CHARACTERS_PER_WORD = 2
ENDINGS_BEFORE_ELLIPSIS = " ,;:.–—-"
KEEP_THE_LINE = INLINE | {"span", "b", "i", "u", "font", "mark", "img"}


def plain_text(html: str) -> str:
    """The text a reader sees: a line for each block, single spaces, character references resolved.

    Takes any HTML, in linear time; scripts, styles and forms have no text.
    """
    pieces = []
    for token in read_markup(html):
        if isinstance(token, Text):
            pieces.append(token.text.replace("\n", " "))
        elif token.name == "br":
            pieces.append(" ")
        elif token.name not in KEEP_THE_LINE:
            pieces.append("\n")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def excerpt(html: str, limit: int) -> str:
    """The beginning of the text on one line: at most ``limit`` characters, cut after a word, with "…"."""
    text = plain_text(html).replace("\n", " ")
    if len(text) <= limit:
        return text
    start, space, _rest = text[:limit].rpartition(" ")
    return (start if space else text[: limit - 1]).rstrip(ENDINGS_BEFORE_ELLIPSIS) + "…"


def word_count(text: str) -> int:
    """Roughly how many words a plain text has, for the time it takes to read it.

    A word is what stands between spaces and has a letter or digit; where a script sets no spaces, two
    characters count as one.
    """
    words = UNSPACED.sub(" ", text).split()
    unspaced = len(UNSPACED.findall(text))
    return sum(any(map(str.isalnum, word)) for word in words) + -(-unspaced // CHARACTERS_PER_WORD)
