import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.words import fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ångström's GRAIN, e-mail", ["angstrom", "s", "grain", "e", "mail"]),
        ("Straße İstanbul ıslak", ["strasse", "istanbul", "islak"]),
        ("Đà Nẵng, Łódź, Tromsø", ["da", "nang", "lodz", "tromso"]),
        ("ΆΓΙΟΣ άγιος", ["αγιοσ", "αγιοσ"]),
        ("Йод и Ёлка", ["йод", "и", "ёлка"]),
        ("हिन्दी की खबर", ["हिन्दी", "की", "खबर"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("日本 2026", ["日", "本", "2026"]),
        ("snake_case 3.5%", ["snake", "case", "3", "5"]),
        ("ﬁnal Ｗｉｄｅ", ["final", "wide"]),
        ("… — !", []),
    ],
)
def test_words_are_folded_and_cut_in_every_script(text, words):
    assert words_of(text) == words


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
