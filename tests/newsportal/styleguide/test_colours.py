import re

import pytest

from newsportal.styleguide.colours import Colour, Measure, Pair, contrast, measure, read_colours
from newsportal.styleguide.views import SIZES, SPACES, TOKENS


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000", "#ffffff", 21.0), ("#fff", "#fff", 1.0), ("#767676", "#ffffff", 4.54), ("#ffffff", "#767676", 4.54)],
)
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert round(contrast(first, second), 2) == ratio


def test_colours_are_read_as_they_are_set_first():
    css = """
    :root { --paper: light-dark(#fff, #101417); --on-urgent: #fff; --serif: Georgia, serif; --gap: 1rem; }
    @media (prefers-contrast: more) { :root { --paper: light-dark(#eee, #000); --rule: var(--ink); } }
    """

    assert read_colours(css) == [Colour("paper", "#fff", "#101417"), Colour("on-urgent", "#fff", "#fff")]


def test_measure_is_enough_when_both_themes_are():
    pair = Pair("ink", "paper", 4.5, "text")

    assert [Measure(pair, *ratios).is_enough for ratios in ((4.5, 9.0), (9.0, 4.49))] == [True, False]


def test_colours_of_the_site_can_be_told_apart_in_both_themes():
    measured = measure(read_colours(TOKENS.read_text()))

    assert [f"{m.pair.front} on {m.pair.back}" for m in measured if not m.is_enough] == []
    assert len(measured) > 10


def test_every_size_and_space_of_the_tokens_is_shown():
    names = re.findall(r"--([a-z-]+):", TOKENS.read_text().partition("}")[0])
    colours = {colour.name for colour in read_colours(TOKENS.read_text())}

    others = [name for name in names if name not in colours | {"serif", "sans"}]
    assert others == [*(f"size-{size}" for size in SIZES), *others[len(SIZES) :]]
    assert set(others[len(SIZES) :]) == set(SPACES)
