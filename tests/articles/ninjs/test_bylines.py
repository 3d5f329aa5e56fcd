import pytest

from articles.ninjs.bylines import names_in_byline


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ada Reed", ("Ada Reed",)),
        ("By Ada Reed, Ben Ode and Cleo Park", ("Ada Reed", "Ben Ode", "Cleo Park")),
        ("BY: Ada Reed & Ben Ode", ("Ada Reed", "Ben Ode")),
        ("Ada Reed, Ben Ode, and Cleo Park", ("Ada Reed", "Ben Ode", "Cleo Park")),
        ("Ada Reed; Ada Reed", ("Ada Reed",)),
        ("Ada Reed, PhD, Ben Ode Jr., Sam King, Jr.", ("Ada Reed", "Ben Ode Jr.", "Sam King Jr.")),
        ("Frances d'Emilio and Robin L. Kaplan", ("Frances d'Emilio", "Robin L. Kaplan")),
        ("Ada Reed (ada.reed@example.org)", ("Ada Reed",)),
        ("Ada Reed, Northern Wire", ("Ada Reed",)),
        ("Ada Reed, staff writer", ("Ada Reed",)),
        ("Ada Reed/NW", ("Ada Reed",)),
        ("Ada Reed, Department of Health and Human Services", ("Ada Reed",)),
        ("Food and Drug Administration", ("Food and Drug Administration",)),
        ("Content Models Working Group", ("Content Models Working Group",)),
        ("Reed and Sons", ("Reed and Sons",)),
        ("NW", ("NW",)),
        ("", ()),
        (" , ; ", ()),
    ],
)
def test_names_in_byline(byline, names):
    assert names_in_byline(byline, language="en", agency="northern wire") == names


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("Von Karl Moos und Eva Lind, dpa", "de-AT", ("Karl Moos", "Eva Lind")),
        ("Par Léa Roux et Luc Petit", "fr", ("Léa Roux", "Luc Petit")),
        ("Por Ana Gil y Luis Mar", "es", ("Ana Gil", "Luis Mar")),
        ("Av Kari Moe og Per Lie", "nb-NO", ("Kari Moe", "Per Lie")),
        ("Von Trapp", "en", ("Von Trapp",)),
    ],
)
def test_names_in_byline_of_other_languages(byline, language, names):
    assert names_in_byline(byline, language=language) == names
