"""The colours of the tokens, and how far apart they are in either theme."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

TEXT, SHAPES = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11


@dataclass(frozen=True)
class Colour:
    """A token, as ``#rrggbb`` or ``#rgb`` in each theme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Pair:
    """Two tokens that meet, with the contrast they need at least."""

    front: str
    back: str
    needed: float
    use: str


@dataclass(frozen=True)
class Measure:
    pair: Pair
    light: float
    dark: float

    @property
    def is_enough(self) -> bool:
        return min(self.light, self.dark) >= self.pair.needed


PAIRS = (
    Pair("ink", "paper", TEXT, _("text")),
    Pair("ink-soft", "paper", TEXT, _("leads, times, hints")),
    Pair("accent", "paper", TEXT, _("labels, links in the text, the focus ring")),
    Pair("urgent", "paper", TEXT, _("errors, the time of a breaking story")),
    Pair("ink", "wash", TEXT, _("text on a raised ground")),
    Pair("ink-soft", "wash", TEXT, _("hints on a raised ground")),
    Pair("accent", "wash", TEXT, _("the hovered filter")),
    Pair("paper", "ink", TEXT, _("buttons, what is chosen")),
    Pair("paper", "accent", TEXT, _("hovered buttons, strong counts")),
    Pair("on-urgent", "urgent-fill", TEXT, _("the breaking mark")),
    Pair("paper", "success", TEXT, _("the mark of what went well")),
    Pair("paper", "warning", TEXT, _("the mark of a warning")),
    Pair("paper", "urgent", TEXT, _("the mark of an error")),
    Pair("success", "wash", SHAPES, _("the edge of what went well")),
    Pair("warning", "wash", SHAPES, _("the edge of a warning")),
    Pair("urgent", "wash", SHAPES, _("the edge of an error")),
    Pair("field", "paper", SHAPES, _("the border of a field, the knots of the stream")),
)


def read_colours(css: str) -> list[Colour]:
    """The colours of a stylesheet of tokens, in its order; where one is set twice, the first setting is taken.

    A token counts when it is ``light-dark(#…, #…)`` or one ``#…`` for both themes.
    """
    found = re.findall(r"--([a-z-]+):\s*(?:light-dark\(\s*(#\w+)\s*,\s*(#\w+)\s*\)|(#\w+))\s*;", css)
    colours: dict[str, Colour] = {}
    for name, light, dark, both in found:
        colours.setdefault(name, Colour(name, light or both, dark or both))
    return list(colours.values())


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two opaque colours as WCAG 2.2 defines it: 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def measure(colours: list[Colour]) -> list[Measure]:
    """The contrast of every pair in both themes. Raises ``KeyError`` when a token of a pair is missing."""
    named = {colour.name: colour for colour in colours}
    return [
        Measure(
            pair,
            contrast(named[pair.front].light, named[pair.back].light),
            contrast(named[pair.front].dark, named[pair.back].dark),
        )
        for pair in PAIRS
    ]


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
