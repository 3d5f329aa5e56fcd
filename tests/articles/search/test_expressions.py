import pytest

from articles.search.expressions import (
    NOTHING,
    AllOf,
    AnyOf,
    Phrase,
    Without,
    all_of,
    any_of,
    any_token,
    token,
)

TEXT = " new ports = old port = =port "


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (token("port"), True),
        (token("por"), False),
        (token("=port"), True),
        (Phrase(("new", "ports")), True),
        (Phrase(("ports", "old")), False),
        (Phrase(("ports", "new")), False),
        (Phrase(("por",), is_prefix=True), True),
        (Phrase(("new", "po"), is_prefix=True), True),
        (Phrase(("old", "ports"), is_prefix=True), False),
        (AllOf((token("new"), token("old"))), True),
        (AllOf((token("new"), token("sea"))), False),
        (AnyOf((token("sea"), token("old"))), True),
        (AnyOf((token("sea"), token("ship"))), False),
        (Without(token("new"), token("sea")), True),
        (Without(token("new"), token("old")), False),
        (Without(token("sea"), token("ship")), False),
        (NOTHING, False),
    ],
)
def test_expression_holds_of_a_text(expression, holds):
    assert expression.holds(TEXT) is holds


def test_needles_are_what_any_part_looks_for_in_a_text():
    beginning = Phrase(("por",), is_prefix=True)

    assert AnyOf((token("port"), AnyOf((beginning, Phrase(("open", "sea")))))).needles == [
        " port ",
        " por",
        " open sea ",
    ]


def test_one_part_is_itself_and_the_same_part_counts_once():
    port, sea = token("port"), token("sea")

    assert [all_of([port]), any_of([port]), any_of([port, port])] == [port, port, port]
    assert any_of([port, sea, port]) == AnyOf((port, sea)) == any_token(["port", "sea"])


def test_any_of_nothing_finds_nothing_and_all_of_nothing_is_no_question():
    assert any_of([]) == any_token([]) == NOTHING
    with pytest.raises(IndexError):
        all_of([])
