"""A line of text with its formatting, written in one way only."""

import re
from collections.abc import Mapping

from articles.elements import NESTING

SPACES = re.compile(r"[ \t\n]+")
LINE_BREAK = re.compile(" ?<br> ?")

Formats = Mapping[str, str]  # element name -> start tag


class Line:
    """The text of a paragraph, heading or caption, each piece with the formatting it stands in.

    The same text in the same formatting comes out the same, however its tags were nested: what lasts longer stands
    outside; of what lasts equally long, what comes first in ``NESTING``. So nothing changes when an editor keeps for
    each letter only what applies to it, and not what stood inside what.
    """

    def __init__(self):
        self.pieces: list[tuple[str, Formats]] = []
        self.gap: list[str] = []
        self.around_gap: Formats = {}  # what has applied without a break since the last text

    @property
    def has_text(self) -> bool:
        return bool(self.pieces)

    def add_space(self, space: str, formats: Formats) -> None:
        """Spaces and ``<br>`` count once more text follows, and are formatted like the text on both sides."""
        if self.pieces:
            self.gap.append(space)
            self.around_gap = _common(self.around_gap, formats)

    def add_text(self, text: str, formats: Formats, *, is_preformatted: bool = False) -> None:
        if self.gap:
            gap = "".join(self.gap).replace("\xa0", "&nbsp;")
            if is_preformatted:  # The editor drops a line break that stands between two tags.
                before, formats_before = self.pieces[-1]
                self.pieces[-1] = before + gap, formats_before
            else:
                gap = LINE_BREAK.sub("<br>", SPACES.sub(" ", gap))
                self.pieces.append((gap, _common(self.around_gap, formats)))
            self.gap.clear()
        self.pieces.append((text, formats))
        self.around_gap = formats

    def finish(self) -> list[str]:
        """The text and the tags in it; the line is empty after that."""
        written = []
        opened: list[str] = []
        before: Formats = {}
        for (text, formats), ends in zip(self.pieces, self._ends(), strict=True):
            lasting = 0
            while lasting < len(opened) and formats.get(opened[lasting]) == before[opened[lasting]]:
                lasting += 1
            while len(opened) > lasting:
                written.append(f"</{opened.pop()}>")
            for name in sorted(formats.keys() - set(opened), key=lambda name: (-ends[name], NESTING.index(name))):
                written.append(formats[name])
                opened.append(name)
            written.append(text)
            before = formats
        written.extend(f"</{name}>" for name in reversed(opened))
        self.pieces.clear()
        self.gap.clear()
        return written

    def _ends(self) -> list[dict[str, int]]:
        """For each piece, and each of its formats, the number of the last piece up to which that one lasts."""
        all_ends: list[dict[str, int]] = []
        after: Formats = {}
        ends: dict[str, int] = {}
        for number in range(len(self.pieces) - 1, -1, -1):
            formats = self.pieces[number][1]
            ends = {name: ends[name] if after.get(name) == tag else number for name, tag in formats.items()}
            all_ends.append(ends)
            after = formats
        return all_ends[::-1]


def _common(some: Formats, others: Formats) -> Formats:
    return {name: tag for name, tag in some.items() if others.get(name) == tag}
