"""Keys that answers carry: what is noted, and how much of it."""

import pytest

from topics.kept import Kept
from topics.surrogate_keys import MOST_OF_A_KIND, in_order, keys, note, noting


def test_what_is_noted_inside_is_collected_once():
    with noting() as outer:
        note("articles")
        with noting() as inner:
            note("rates", "rates")
        note("articles", "topic-5")
    note("pages")

    assert (outer, inner) == ({"articles", "topic-5"}, {"rates"})


def test_header_begins_with_the_site_and_has_one_order():
    assert in_order({"topics", "article-2", "article-10"}) == ["site", "article-10", "article-2", "topics"]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, []), (2, ["topic-0", "topic-1"]), (MOST_OF_A_KIND, MOST_OF_A_KIND), (MOST_OF_A_KIND + 1, [])],
)
def test_answer_that_shows_more_than_a_header_holds_names_none_of_them(count, expected):
    found = keys("topic", [*range(count), *range(count)])

    assert (found if isinstance(expected, list) else len(found)) == expected


@pytest.mark.django_db
def test_what_is_kept_is_noted_whenever_it_is_used():
    kept = Kept(lambda: "answer", of=["topics", "rates"])
    noted = []

    for _time in range(2):
        with noting() as names:
            kept()
        noted.append(names)

    assert noted == [{"topics", "rates"}] * 2
