import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.words import Phrase, Wording, fold, phrases, words_of


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


@given(st.text(), st.text(), st.text())
def test_text_holds_every_phrase_cut_out_of_it(before, phrase, after):
    wording = Wording.of(f"{before} {phrase} {after}")

    assert all(wording.holds(wanted) for wanted in phrases([phrase]))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("grain", True),
        ("GRAIN", True),
        ("grain prices", True),
        ('"grain prices"', True),
        ("prices grain", False),
        ("grai", False),
        ("prices rise", False),
        ("don't", True),
    ],
)
def test_phrase_is_found_as_whole_words_in_their_order_within_one_part(written, found):
    wording = Wording.of("Grain prices", "Rise again", "They don’t fall")

    assert wording.holds(Phrase.of(written)) == found


def test_phrase_does_not_reach_across_paragraphs_but_across_markup():
    wording = Wording.of_article("Headline", "Lead", "<p>Of <b>grain</b> and</p><p>prices &amp; more</p>")

    assert [wording.holds(Phrase.of(text)) for text in ("of grain and", "and prices", "prices more")] == [
        True,
        False,
        True,
    ]


def test_what_holds_no_word_is_no_phrase():
    assert phrases(["grain", " ", "!?", "two  words"]) == (Phrase.of("grain"), Phrase.of("two words"))
