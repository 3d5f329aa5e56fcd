import pytest
from taggit.models import Tag

from articles.models import Author, Status
from newsportal.feeds.naming import Typed, find_typed, lines_of, names_for, names_in, near, offers
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


def tagged(*names, **fields):
    make_article(tags=names, **fields)


def test_lines_lose_quotation_marks_and_repetitions():
    assert lines_of(' "black  sea" \n\n„Korn“\r\nblack sea\n«хлеб»') == ["black sea", "Korn", "хлеб"]


def test_names_stand_on_lines_or_between_commas():
    assert names_in("storms, ports\nAda Reed;grain,,") == ["storms", "ports", "Ada Reed", "grain"]


def test_tags_are_found_by_name_or_slug_whatever_the_case():
    tagged("Black Sea", "Ports")

    assert find_typed(Tag, "black sea\nPORTS\nblack-sea") == Typed(("black-sea", "ports"), ())


def test_unknown_names_are_kept_apart():
    tagged("Ports")

    assert find_typed(Tag, "ports, storms") == Typed(("ports",), ("storms",))


def test_tag_of_drafts_alone_is_unknown():
    tagged("Merger", status=Status.DRAFT)

    assert (find_typed(Tag, "Merger"), offers(Tag, "mer")) == (Typed((), ("Merger",)), [])


def test_name_the_rules_hold_already_is_found_though_nothing_has_it():
    assert find_typed(Tag, "gone\nnever", kept={"gone"}) == Typed(("gone",), ("never",))


def test_name_with_a_comma_is_found_on_a_line_of_its_own():
    author = make_author("Reed, Ada", slug="reed-ada")
    make_article(authors=[author])

    assert find_typed(Author, "Reed, Ada") == Typed(("reed-ada",), ())


def test_two_of_one_name_are_told_apart_by_their_slugs():
    authors = [make_author("Ada Reed", slug="ada-reed"), make_author("Ada Reed", slug="ada-reed-2")]
    make_article(authors=authors)

    names = names_for(Author, ["ada-reed-2", "ada-reed"])

    assert names == ["ada-reed-2", "Ada Reed"]
    assert find_typed(Author, "\n".join(names)).slugs == ("ada-reed-2", "ada-reed")


def test_name_of_another_slug_is_found():
    make_article(authors=[make_author("Ольга Ким", slug="olga")])

    assert find_typed(Author, "Ольга Ким").slugs == ("olga",)
    assert names_for(Author, ["olga", "gone"]) == ["Ольга Ким", "gone"]


def test_offers_begin_with_what_was_typed_and_are_at_most_ten():
    tagged(*[f"Port {number:02}" for number in range(12)], "Airport", "Pört")

    assert offers(Tag, "por") == [f"Port {number:02}" for number in range(10)]
    assert offers(Tag, "") == offers(Tag, "%") == []


def test_near_names_are_suggested():
    tagged("Harbour", "Harvest", "Grain")

    assert near(Tag, "Harbor") == ["Harbour"]


@pytest.mark.parametrize("text", ["", " \n", ",,;", '"""'])
def test_nothing_typed_names_nothing(django_assert_num_queries, text):
    with django_assert_num_queries(0):
        assert find_typed(Tag, text) == Typed()
