import sys
import threading

import pytest

from articles.search import stems
from articles.search.stems import ALGORITHMS, algorithm_of, stem
from articles.words import fold


@pytest.mark.parametrize(
    ("language", "algorithm"),
    [("en", "english"), ("en-gb", "english"), ("PT_br", "portuguese"), ("nb", "norwegian"), ("zh", ""), ("", "")],
)
def test_algorithm_is_that_of_the_language_whatever_the_region(language, algorithm):
    assert algorithm_of(language) == algorithm


def test_every_language_has_a_stemmer_and_a_name_that_fits_its_column():
    assert {stem("abc", algorithm) for algorithm in ALGORITHMS.values()} == {"abc"}
    assert max(map(len, ALGORITHMS.values())) <= 16


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Ships", "shipping"),
        ("de", "Häuser", "Hauses"),
        ("fr", "économies", "économie"),
        ("ru", "корабли", "кораблей"),
        ("tr", "kitaplar", "kitap"),
        ("hi", "खबरें", "खबर"),
        ("es", "canciones", "canción"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    algorithm = algorithm_of(language)

    assert stem(fold(one), algorithm) == stem(fold(other), algorithm)


def test_word_of_a_language_without_stemmer_stays_as_it_is():
    assert [stem("ships", ""), stem("港", algorithm_of("zh"))] == ["ships", "港"]


def test_threads_that_stem_at_once_do_not_disturb_one_another():
    """A stemmer keeps the word it works on; two threads with one stemmer would mix their words up."""
    words = [f"{start}{middle}{end}" for start in ("har", "conn", "gener") for middle in "aeiou" for end in ENDINGS]
    expected = [stem(word, "english") for word in words]
    failures = []

    def work():
        for word, right in zip(words * 5, expected * 5, strict=True):
            if stems.stem.__wrapped__(word, "english") != right:
                failures.append(word)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)

    assert failures == []


ENDINGS = ("tions", "tional", "tively", "nesses", "fulness", "izations", "ingly", "ements")
